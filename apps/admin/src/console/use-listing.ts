'use client'
import type { AnyList } from '@mainstay/domain/list/list'
import type { Count, Page } from '@mainstay/domain/list/page'
import { keepPreviousData, type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import type { NavigationItem } from '@/nouns/noun.ts'
import type { EmptyWords } from './empty-list.tsx'
import { type Shown, useList } from './use-list.ts'

type Noun = { place: NavigationItem; first?: string; views?: Readonly<Record<string, string>>; empty: EmptyWords }
type Query<Input, Answer, Failure, Key extends QueryKey> = {
  queryOptions: (input: Input) => UseQueryOptions<Answer, Failure, Answer, Key>
}

/** The page of a list that the address asks for, how many rows the list has, and the words of its noun. */
export function useListing<List extends AnyList, Row, Failure, Key extends QueryKey, CountKey extends QueryKey>(
  list: List,
  noun: Noun,
  api: {
    list: Query<Shown<List>['input'], Page<Row>, Failure, Key>
    count: Query<Shown<List>['input'], Count, Failure, CountKey>
  },
) {
  const shown = useList(list, noun)
  const found = useQuery({ ...api.list.queryOptions(shown.input), placeholderData: keepPreviousData })
  const { data: count } = useQuery(api.count.queryOptions(shown.input))
  const { place, views, empty } = noun
  return { rows: found.data?.items ?? [], page: { place, ...(views && { views }), empty, shown, found, count } }
}
