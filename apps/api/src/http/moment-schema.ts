import type * as z from 'zod'

/** JSON has no moments: where one is taken or answered, it is the text of ISO 8601. */
export function writeMoment({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  if (!isMoment(zodSchema)) return
  if ('anyOf' in jsonSchema) delete jsonSchema.anyOf
  Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
}

function isMoment({ _zod: { def } }: z.core.$ZodTypes): boolean {
  if (def.type === 'union') return def.options.some((each) => each._zod.def.type === 'date')
  return def.type === 'date'
}
