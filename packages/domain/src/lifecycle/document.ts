import { actions, commands, lifecycles } from '../audit/action.ts'
import { isFinal, type Lifecycle, type Move, moversOf } from './lifecycle.ts'

const generated = 'Generated from the domain by `npm run generate`; a test fails when it is stale.'

/** `docs/lifecycles.md`: a diagram and a table for every noun with states. */
export function lifecycleDocument(cycles: readonly Lifecycle[] = Object.values(lifecycles)): string {
  const nouns = cycles.toSorted((a, b) => (a.noun < b.noun ? -1 : 1)).map(section)
  return ['# Lifecycles', '', `What may become of each noun, and who makes it so. ${generated}`, '', ...nouns].join(
    '\n',
  )
}

/** `docs/events.md`: what the audit log and the outbox may say. */
export function eventDocument(): string {
  const rows = actions
    .toSorted((a, b) => (a.action < b.action ? -1 : 1))
    .map(({ action, event }) => [code(action), code(event), action in commands ? '' : 'a move'])
  return [
    '# Actions and events',
    '',
    'An action is a command, whoever gave it, and is what the audit log names; a person’s is the path of its procedure. An',
    `event is what happened by it, and is what the outbox tells. ${generated}`,
    '',
    ...table(['Action', 'Event', ''], rows),
    '',
  ].join('\n')
}

function section(cycle: Lifecycle): string {
  const { noun, states, moves, toldBy } = cycle
  const named = Object.entries(moves)
  const arrows = named.flatMap(([name, move]) => arrowsOf(move).map(([from, to]) => `  ${from} --> ${to}: ${name}`))
  const ends = states.filter((state) => isFinal(cycle, state))
  const rows = named.map(([name, move]) => [
    code(`${noun}.${name}`),
    [...(move.begins || !move.from ? ['nothing'] : []), ...(move.from ?? [])].join(', '),
    move.to === undefined ? 'stays' : listOf(move.to).join(', '),
    moversOf(cycle, name).map(moverWords).join(', '),
    [
      move.secondPerson && 'by a second person',
      move.reason === 'required' && 'with a reason',
      move.reason === 'optional' && 'with a reason, if there is one',
      move.when,
      move.event === undefined && 'not told',
    ]
      .filter((word) => word !== undefined && word !== false)
      .join('; '),
  ])
  return [
    `## ${noun}`,
    '',
    ...(toldBy === undefined ? [] : [`Told by the ${toldBy} it belongs to.`, '']),
    '```mermaid',
    'stateDiagram-v2',
    ...(named.some(([, { from }]) => from === undefined) ? [] : [`  [*] --> ${states[0]}`]),
    ...arrows,
    ...ends.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    ...table(['Move', 'From', 'To', 'Who', 'How'], rows),
    '',
  ].join('\n')
}

function arrowsOf({ from = [], begins, to = [] }: Move<string>): [string, string][] {
  return [...(begins || from.length === 0 ? ['[*]'] : []), ...from].flatMap((state) =>
    listOf(to).map((next): [string, string] => [state, next]),
  )
}

function moverWords(mover: string): string {
  return mover === 'system' || mover === 'clock' || mover === 'provider' ? `the ${mover}` : code(mover)
}

function listOf<T extends string>(one: T | readonly T[]): readonly T[] {
  return typeof one === 'string' ? [one] : one
}

function code(text: string): string {
  return `\`${text}\``
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
