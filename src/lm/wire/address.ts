/** Where a server is, as a person writes it: what a page may ask, and nothing in it that belongs elsewhere. */
import { EndpointError } from './endpoint-error.ts'

/** This machine, by the names that a page served over https may ask without it. */
const thisMachine = ['localhost', '127.0.0.1']

/**
 * The address before `/completions`, without its final slash. Throws an EndpointError where it is none, where it carries a key,
 * and where a page cannot ask it.
 * @param fromPage a page asks: it may ask https addresses and this machine alone
 */
export function endpointUrl(text: string, fromPage: boolean): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new EndpointError(
      'This is no address of a server.',
      `${JSON.stringify(text.slice(0, 100))} does not begin with http:// or https://.`,
      'Write it as the server tells it, as in http://localhost:8000/v1.',
    )
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new EndpointError(
      'The address has more in it than where the server is.',
      'A name, a password, a question mark or a # stands in it.',
      'Give the address alone; a key has a place of its own.',
    )
  if (fromPage && url.protocol === 'http:' && !thisMachine.includes(url.hostname))
    throw new EndpointError(
      `A page cannot ask ${url.host} without https.`,
      'It may ask https addresses, and this machine at localhost or 127.0.0.1.',
      `Bring it to this machine, as by ssh -L 8000:${url.host} ${url.hostname}, or use the command line.`,
    )
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/(chat\/)?completions$/, '')
}
