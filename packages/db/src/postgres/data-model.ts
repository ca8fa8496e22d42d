import type { Column, Table } from './catalogue.ts'

/** The text of `docs/data-model.md`: what is stored, for how long, and what of it says something about a person. */
export function dataModel(tables: Table[]): string {
  return `# Data model

Generated from the migrated database by \`pnpm generate\`. The sentences, retention classes and personal data come from the
comments in \`packages/db/migrations\`.

## What is kept, and for how long

| table | holds | retention | personal data |
|---|---|---|---|
${tables.map(summaryRow).join('\n')}

## Relations

Every relation between tenants' tables carries \`tenant_id\` as well, which the diagram leaves out.

\`\`\`mermaid
erDiagram
${relations(tables).join('\n')}
\`\`\`

## Tables

${tables.map(tableSection).join('\n\n')}
`
}

function summaryRow({ name, comment }: Table): string {
  const { sentence, retention, personal } = classes(comment)
  return `| [${name}](#${name}) | ${sentence} | ${retention} | ${personal} |`
}

/** Reads `Sentence. retention: 10 years; personal: name, email`. */
function classes(comment: string): { sentence: string; retention: string; personal: string } {
  return {
    sentence: /^(?:append-only: )?(.*?)(?=\s*(?:append-only; )?retention:|$)/i.exec(comment)?.[1]?.trim() ?? '',
    retention: /retention: ([^;]+)/.exec(comment)?.[1]?.trim() ?? '',
    personal: /personal: (.+)$/.exec(comment)?.[1]?.trim() ?? '',
  }
}

function relations(tables: Table[]): string[] {
  const lines = tables.flatMap(({ name, columns, constraints }) =>
    constraints.flatMap((constraint) => {
      if (constraint.references === undefined) return []
      const own = constraint.columns.filter((column) => column !== 'tenant_id')
      if (own.length === 0) return []
      const isOptional = own.some((column) => columns.some((each) => each.name === column && each.nullable))
      return [
        `  ${quoted(constraint.references)} ${isOptional ? '|o' : '||'}--o{ ${quoted(name)} : "${own.join(', ')}"`,
      ]
    }),
  )
  return [...new Set(lines)]
}

// Some names are words of the diagram language.
const quoted = (table: string) => `"${table}"`

function tableSection({ name, comment, columns, constraints, indexes }: Table): string {
  const rules = constraints.map((constraint) => `- \`${constraint.name}\`: \`${constraint.definition}\``)
  const lookups = indexes.map((index) => `- \`${index.definition.replace(' USING btree', '')}\``)
  return [
    `### ${name}`,
    comment,
    `| column | type | | |\n|---|---|---|---|\n${columns.map(columnRow).join('\n')}`,
    rules.join('\n'),
    ...(lookups.length > 0 ? [lookups.join('\n')] : []),
  ].join('\n\n')
}

function columnRow({ name, type, nullable, hasDefault, generatedAlways, values, comment }: Column): string {
  const allowed = values.length > 0 ? values.join(', ') : ''
  const given = hasDefault || generatedAlways ? 'has a default' : ''
  return `| ${name} | ${type} | ${nullable ? 'optional' : given} | ${[allowed, comment].filter(Boolean).join('; ')} |`
}
