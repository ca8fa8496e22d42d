import superjson from 'superjson'

type Transformer = {
  input: { serialize(input: unknown): unknown; deserialize(sent: unknown): unknown }
  output: typeof superjson
}

/**
 * What the api takes and gives: inputs are JSON, in which a moment is its text; answers are superjson's, dates and all.
 * Superjson would also name the places that share one object, which the api does not read.
 */
export const transformer: Transformer = {
  input: { serialize: (json) => ({ json }), deserialize: (sent) => sent },
  output: superjson,
}
