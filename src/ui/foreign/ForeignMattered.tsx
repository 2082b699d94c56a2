/** The tokens that mattered over a whole foreign run, each a way to its best example. */
import type { Traces } from '../../lab/control/foreign-traces.ts'
import { MatteredList } from '../mattered/MatteredList.tsx'
import { useLab } from '../lab.tsx'
import type { Look } from './useLook.ts'

export function ForeignMattered({ run, look }: { run: Traces; look: Look }) {
  const lab = useLab()
  const { mattered, listed } = run
  if (!listed) return <p role="status">Known when the whole file is read.</p>
  if (!mattered)
    return (
      <p className="foreign-about">
        The file has neither a second reader nor advantages by token, so no token has credit to add up.
      </p>
    )
  const { by, tokens, distinct, share, uncounted } = mattered
  return (
    <section aria-label="Tokens that mattered">
      <p className="foreign-about">
        {by === 'gap' ? 'The gap of both readers' : 'The run\u2019s own advantages'}, added up for each token
        after the one before it over all attempts. These {tokens.length} of {distinct} hold{' '}
        <strong>{Math.round(100 * share)} %</strong> of it. Each leads to its best example.
        {uncounted > 0 && ` ${uncounted} places of rarer tokens are not counted.`}
      </p>
      <MatteredList
        tokens={tokens}
        isHere={({ attempt, token }) => look.n === attempt && look.pinned === token}
        numberOf={(attempt) => attempt + 1}
        onChoose={({ attempt, token }) => {
          look.goTo(attempt, token)
          lab.foreign.read(attempt)
          lab.foreign.show('attempt')
        }}
      />
    </section>
  )
}
