/** How many days back the charts go, today included. */
export const overviewDays = 14

/** What is counted is counted so far: above it the true figure costs more to find than it tells. */
export const countedMax = 1000
export const countedOfDayMax = 5000
