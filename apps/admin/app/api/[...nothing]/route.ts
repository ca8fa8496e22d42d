/** What asks the console for data is no person: it is told so without a page. */
export function GET(): Response {
  return new Response('There is nothing at this address\n', { status: 404 })
}
