/**
 * Who an answer is shown to. Staff see the whole of it; what any other sees is a view: a schema of its own, declared with
 * the noun, that names each field it has. A new field is staff's alone until a view names it.
 */
export type Audience = 'staff' | 'storefront'
