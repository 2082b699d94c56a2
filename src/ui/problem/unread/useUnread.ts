/** The words of a text that the model in use cannot read, as the text is typed. Empty for models that read all. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import {
  markUnknown,
  nearWords,
  type UnknownWord,
  type Vocabulary,
} from '../../../lab/words/words-unknown.ts'
import { useLabState } from '../../lab.tsx'

export interface Unread extends UnknownWord {
  near: readonly string[]
}

/** Whose words are marked: the model that is there before any other is loaded. */
const bundled = 'tiny'

export const readsFewWords = (model: { readsAll?: boolean } | null): boolean =>
  model === null || model.readsAll === false

/** Of a model of one's own with few words, they are only known to the engine: the run names what it could not read. */
export function useUnread(text: string): readonly Unread[] {
  const small = useLabState(
    ({ engine }) => readsFewWords(engine.model) && (engine.loaded ?? engine.choice).kind === 'bundled',
  )
  const [vocabulary, setVocabulary] = useState<Vocabulary | null>(null)
  const wanted = small && text.trim() !== ''
  useEffect(() => {
    if (!wanted) return
    let gone = false
    import('../../../lab/words/words-vocabulary.ts')
      .then(({ vocabularyOf }) => vocabularyOf(new URL(`models/${bundled}/`, document.baseURI).href))
      // Without it nothing is marked; the model says what it cannot read when it comes to it.
      .then(
        (found) => !gone && setVocabulary(found),
        () => {},
      )
    return () => {
      gone = true
    }
  }, [wanted])
  const read = useDeferredValue(text)
  return useMemo(() => {
    if (!small || !vocabulary || read.trim() === '') return none
    return markUnknown(read, (part) => vocabulary.unknownWords(part))
      .filter(({ places }) => places.length > 0)
      .map((word) => ({ ...word, near: nearWords(word.word, vocabulary.words) }))
  }, [small, vocabulary, read])
}

const none: readonly Unread[] = []
