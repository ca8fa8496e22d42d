import type { AuditEntry } from '@mainstay/domain/audit/audit'
import { keyWords } from '@/console/filter-words.ts'
import { capitalized } from '@/ui/sentence.ts'

/** `workItem.claim` as words: `Work item, claim`. */
export function actionWords(action: string): string {
  return capitalized(action.split('.').map(keyWords).join(', '))
}

/** `work_item` as words: `Work item`. */
export function subjectWords(type: string): string {
  return capitalized(type.replaceAll('_', ' '))
}

/** The first field that changed, and how many more: `status: requested → approved, 2 more`. */
export function changeSummary(changes: AuditEntry['changes']): string {
  const changed = changes.filter((change) => change.before !== change.after)
  const [first] = changed
  if (first === undefined) return ''
  const value =
    first.before === null
      ? isolated(first.after)
      : first.after === null
        ? `${isolated(first.before)} removed`
        : `${isolated(first.before)} → ${isolated(first.after)}`
  const more = changed.length > 1 ? `, ${changed.length - 1} more` : ''
  return `${first.field}: ${value}${more}`
}

/** What is written from right to left keeps to itself: without that the words after it stand before it. */
function isolated(value: unknown): string {
  const text = String(value)
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? `\u2068${text}\u2069` : text
}
