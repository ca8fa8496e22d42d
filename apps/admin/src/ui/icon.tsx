import { cx } from './class-names.ts'

const paths = {
  approvals: 'M2.5 8.5 6 12l7.5-8',
  arrowDown: 'm4 6 4 4 4-4',
  arrowLeft: 'M10 3.5 5.5 8l4.5 4.5',
  arrowRight: 'm6 3.5 4.5 4.5L6 12.5',
  arrowUp: 'm4 10 4-4 4 4',
  audit: 'M4 2h8.5v12H3.5V2.5M6 5.5h4.5M6 8h4.5M6 10.5h3',
  bank: 'M2 6 8 2.5 14 6M3 13.5h10M4 6.5v5M8 6.5v5M12 6.5v5',
  bookmark: 'M4 2.5h8v11.3l-4-3-4 3z',
  cart: 'M1.5 2.5h2l1.6 8h7.4l1.5-6H4.4M6 13.5h.1M11.5 13.5h.1',
  clock: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2zM8 5v3.3l2.2 1.3',
  close: 'm3.5 3.5 9 9M12.5 3.5l-9 9',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  comment: 'M2.5 3h11v8H7l-3 2.5V11H2.5z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  density: 'M2 3.5h12M2 6.5h12M2 9.5h12M2 12.5h12',
  download: 'M8 2.5v7.5M5 7.5 8 10.5l3-3M2.5 13.5h11',
  edit: 'M3 13l.6-2.8 7-7 2.2 2.2-7 7zM9.5 4.5l2 2',
  filter: 'M2 4h12M4.5 8h7M6.5 12h3',
  key: 'M5.5 7.5a3 3 0 1 1 0 5.9 3 3 0 0 1 0-5.9zM7.7 8.4 13 3M10.8 5.2l2 2',
  ledger: 'M8 3.5v10M8 3.5C6.5 2.5 4.5 2.3 2 2.5v10c2.5-.2 4.5 0 6 1 1.5-1 3.5-1.2 6-1v-10c-2.5-.2-4.5 0-6 1z',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.5L4.5 7',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2',
  menu: 'M2 4.5h12M2 8h12M2 11.5h12',
  moon: 'M13.5 9.5A5.8 5.8 0 0 1 6.5 2.5a5.8 5.8 0 1 0 7 7z',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  overview: 'M2.5 13.5V9M6.2 13.5v-11M9.8 13.5V6.5M13.5 13.5v-9',
  openPage: 'M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11 9v4.5H2.5V5H7',
  person: 'M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM2.8 13.8c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4',
  plug: 'M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.5',
  plus: 'M8 3v10M3 8h10',
  queue: 'M2 3.5h12M2 8h12M2 12.5h7',
  retry: 'M13 5.5A5.5 5.5 0 1 0 13.5 9M13.3 2.5v3.2h-3.2',
  reverse: 'M5 3 2 6l3 3M2.3 6H10a3.7 3.7 0 0 1 0 7.4H6',
  runs: 'M2 3h4v3H2zM10 10h4v3h-4zM4 6v5.5h6M10 3h4v3h-4zM6 4.5h4',
  scales: 'M8 2v11.5M4.5 13.5h7M3 4.5h10M3 4.5l-1.7 4h3.4zM13 4.5l-1.7 4h3.4z',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14',
  shield: 'M8 2 3 3.8v4c0 3 2 5 5 6.2 3-1.2 5-3.2 5-6.2v-4zM5.8 8l1.6 1.6 2.9-3.2',
  shop: 'M2.5 6.5v7h11v-7M1.5 6.5 3.5 2.5h9l2 4zM6.5 13.5v-3.5h3v3.5',
  signOut: 'M6 2.5H2.5v11H6M10 5l3 3-3 3M13 8H6',
  skip: 'M3.5 3.5v9l6-4.5zM12 3.5v9',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
  tag: 'M2 2h6l6 6-6 6-6-6zM5.2 5.2h.1',
  upload: 'M8 10.5V3M5 5.5 8 2.5l3 3M2.5 13.5h11',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cx(
        'size-4 flex-none fill-none stroke-current stroke-[1.4] [stroke-linecap:round] [stroke-linejoin:round]',
        className,
      )}
    >
      <path d={paths[name]} />
    </svg>
  )
}
