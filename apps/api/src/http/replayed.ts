type About = { type: string; meta: { idempotent: boolean } | undefined }

/** Whether a repeated call with the same Idempotency-Key is answered from what was kept: the server and its document ask. */
export function isReplayed({ type, meta }: About): boolean {
  return type === 'mutation' && meta?.idempotent === true
}
