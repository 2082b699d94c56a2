/** The words of a text that the model in use cannot read, as the text is typed. Empty for models that read all. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { Unread } from '../../../lab/words/words-vocabulary.ts'
import { useLabState } from '../../lab.tsx'

/** Whose words are marked: the model that is there before any other is loaded. */
const bundled = 'tiny'

export const readsFewWords = (model: { readsAll?: boolean } | null): boolean =>
  model === null || model.readsAll === false

/** Of a model of one's own with few words, they are only known to the engine: the run names what it could not read. */
export function useUnread(text: string): readonly Unread[] {
  const small = useLabState(
    ({ engine }) => readsFewWords(engine.model) && (engine.loaded ?? engine.choice).kind === 'bundled',
  )
  const [reader, setReader] = useState<{ unread: (text: string) => readonly Unread[] } | null>(null)
  const wanted = small && text.trim() !== ''
  useEffect(() => {
    if (!wanted) return
    let gone = false
    import('../../../lab/words/words-vocabulary.ts')
      .then(({ unreadOf }) => unreadOf(new URL(`models/${bundled}/`, document.baseURI).href))
      // Without it nothing is marked; the model says what it cannot read when it comes to it.
      .then(
        (unread) => !gone && setReader({ unread }),
        () => {},
      )
    return () => {
      gone = true
    }
  }, [wanted])
  const read = useDeferredValue(text)
  return useMemo(
    () => (!small || !reader || read.trim() === '' ? none : reader.unread(read)),
    [small, reader, read],
  )
}

const none: readonly Unread[] = []
