import type { Browser, Page } from 'playwright-core'
import { contextIn, type Look } from './look.ts'
import type { MemberKey } from './market.ts'
import type { Stack } from './stack.ts'

const desk: Look = { theme: 'light', width: 1440 }

/** Has a person do something in the console, signed in, in a browser of their own. */
export function visits(opened: () => { stack: Stack; browser: Browser }) {
  return async <Result>(person: MemberKey, act: (page: Page) => Promise<Result>, look = desk): Promise<Result> => {
    const { stack, browser } = opened()
    const context = await contextIn(look, browser, stack.consoleUrl)
    try {
      await stack.signIn(context, person)
      return await act(await context.newPage())
    } finally {
      await context.close()
    }
  }
}
