/** A computed sentence with its strong parts and tokens. */
import { Fragment } from 'react'
import type { Phrase as Words } from '../../lab/text/phrase.ts'
import { tokenText } from '../../lab/text/token.ts'

export function Phrase({ words }: { words: Words }) {
  return words.map((part, i) => {
    if (typeof part === 'string') return <Fragment key={i}>{part}</Fragment>
    if ('strong' in part) return <strong key={i}>{part.strong}</strong>
    return (
      <code key={i} className={`said ${part.side ?? ''}`}>
        {tokenText(part.token).bare}
      </code>
    )
  })
}
