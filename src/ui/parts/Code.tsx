/** Code that wraps where a programmer would break it: before a call in a chain. Only what is longer than its line breaks elsewhere. */
import { Fragment } from 'react'

export function Code({ text }: { text: string }) {
  return text.split(/(?=\.[A-Za-z_]\w*\()/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
