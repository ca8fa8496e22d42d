/**
 * Lets calls with the same key share one answer. A call that comes while another is on its way does not take that one's
 * answer, which may be older than the call: all that wait share the next one, which begins after each of them.
 */
export function shareNext<Asked, Answer>(
  ask: (asked: Asked) => Promise<Answer>,
  keyOf: (asked: Asked) => string,
): (asked: Asked) => Promise<Answer> {
  const underWay = new Map<string, { over: Promise<unknown>; next?: Promise<Answer> }>()

  function begin(asked: Asked): Promise<Answer> {
    const key = keyOf(asked)
    const answer = ask(asked)
    const turn = { over: answer.catch(() => {}) }
    underWay.set(key, turn)
    // Whoever waits begins the next turn before this is looked at.
    void turn.over.then(() => underWay.get(key) === turn && underWay.delete(key))
    return answer
  }

  return (asked) => {
    const turn = underWay.get(keyOf(asked))
    if (turn === undefined) return begin(asked)
    turn.next ??= turn.over.then(() => begin(asked))
    return turn.next
  }
}
