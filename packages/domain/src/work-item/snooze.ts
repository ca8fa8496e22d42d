/** What is put aside comes back within a week, before somebody else has to ask where it is. */
export const snoozeDaysMax = 7
