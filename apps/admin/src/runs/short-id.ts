/** The end of an id: ids of the same moment differ there. `019aa000-…-8f21c4d7` reads as `8f21c4d7`. */
export function shortId(id: string): string {
  return id.slice(-8)
}
