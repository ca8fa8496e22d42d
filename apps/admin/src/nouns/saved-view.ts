import type { SavedViewRefusal } from '@mainstay/domain/saved-view/saved-view'
import type { RefusalWords } from './noun.ts'

const refusals: RefusalWords<SavedViewRefusal> = {
  'saved_view.too_many': (refusal) => ({
    fact: `You keep ${refusal.most} views of this list already.`,
    wayOut: 'Delete one you no longer need, or save over it under its name.',
  }),
  'saved_view.name_taken': (refusal) => ({
    fact: `There is a view called “${refusal.name}” already.`,
    wayOut: 'Choose another name.',
  }),
  'saved_view.not_yours': (refusal) => ({
    fact: `This view is ${refusal.owner}’s.`,
    wayOut: 'Save it under a name of your own to change it.',
  }),
}

export const savedViews = { refusals }
