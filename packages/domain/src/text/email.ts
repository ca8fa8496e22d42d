import * as z from 'zod'

const example = 'Enter an e-mail address such as name@company.com'
// As RFC 5321 has it for what is sent without an extension, and as browsers take it.
const localPart = /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/
const lengthMax = 254

/** An address mail can be sent to, as the person wrote it: `info@bücher.example` too. */
export const Email = z
  .string()
  .overwrite((text) => text.normalize('NFC').trim())
  .max(lengthMax)
  .check((context) => {
    const message = emailProblem(context.value)
    if (message !== undefined) context.issues.push({ code: 'custom', input: context.value, message })
  })
export type Email = z.infer<typeof Email>

/** The address as a mail server is asked for it: the domain in its ASCII form. Undefined for what is no address. */
export function wireEmail(email: string): string | undefined {
  const { local, domain } = parts(email)
  const ascii = asciiDomain(domain)
  return localPart.test(local) && ascii !== undefined ? `${local}@${ascii}` : undefined
}

/** The address as it is compared: one in capitals is no other, nor one whose domain is written in its ASCII form. */
export function emailKey(email: string): string {
  return (wireEmail(email) ?? email).toLowerCase()
}

function emailProblem(email: string): string | undefined {
  const wire = wireEmail(email)
  if (wire !== undefined) return wire.length > lengthMax ? `An address has at most ${lengthMax} characters` : undefined
  const { local, domain } = parts(email)
  if (local === '' || domain === '' || /\s/.test(email)) return example
  if (local.length > 64) return 'What is before the @ has at most 64 characters'
  const strange = Array.from(local).find((each) => !localPart.test(each))
  if (strange !== undefined) return `No mail server is known to take ${strange} before the @; ask for another address`
  return `${domain} is the name of no mail server; ${example.charAt(0).toLowerCase()}${example.slice(1)}`
}

function parts(email: string): { local: string; domain: string } {
  const at = email.lastIndexOf('@')
  return { local: email.slice(0, Math.max(at, 0)), domain: email.slice(at + 1) }
}

/** `xn--bcher-kva.example` for `bücher.example`. Undefined for what is no name with a top level. */
function asciiDomain(domain: string): string | undefined {
  // Anything else would have the URL parser see a port, a path or an escape.
  if (!/^[\p{L}\p{M}\p{N}.\-\u3002\u200C\u200D]+$/u.test(domain)) return undefined
  const url = `http://${domain}`
  const hostname = URL.canParse(url) ? new URL(url).hostname : ''
  return hostname.length <= 253 && name.test(hostname) ? hostname : undefined
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
// A top level of digits is an address of the network.
const name = new RegExp(`^(?:${label}\\.)+(?!\\d+$)(?=.{2})${label}$`)
