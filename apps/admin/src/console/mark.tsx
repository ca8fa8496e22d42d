import { cx } from '@/ui/class-names.ts'

export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cx('size-6 flex-none text-accent', className)}>
      <rect width="24" height="24" rx="6" fill="currentColor" />
      <path
        d="M9 4.5v14.5M9 5.5l9.5 13.5H5M9 12l4.6 0"
        fill="none"
        stroke="var(--color-on-accent)"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
