/** The lesson on paper: its words, its formula, its terms, what to try, and questions with room for an answer. */
import { Fragment } from 'react'
import { Formula } from '../maths/Formula.tsx'
import { glossary, withTerms } from '../lesson/glossary.ts'
import type { Page, Sentence } from '../lesson/page.ts'
import { textOfSentence } from '../lesson/Words.tsx'
import { questions } from './questions.ts'

export function PrintedLesson({ page, number }: { page: Page; number: number }) {
  const explained = new Set<string>()
  const terms = page.sentences.flatMap((sentence) =>
    withTerms(textOfSentence(sentence), explained).flatMap(({ term }) => term ?? []),
  )
  return (
    <section aria-label="Lesson">
      <h2>{page.title}</h2>
      <p className="printed-prose">
        {page.sentences.map((sentence, i) => (
          <Fragment key={i}>
            <PrintedSentence sentence={sentence} />{' '}
          </Fragment>
        ))}
      </p>
      <p className="printed-formula">
        <Formula name={page.formula} />
      </p>
      {terms.length > 0 && (
        <dl className="printed-terms">
          {terms.map((term) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{glossary[term]}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="printed-prose">
        To try in the lab: <PrintedSentence sentence={page.tryIt} />
      </p>
      <Questions number={number} />
    </section>
  )
}

function Questions({ number }: { number: number }) {
  return (
    <ol className="printed-questions" aria-label="Questions">
      {questions[number - 1]?.map((question) => (
        <li key={question}>{question}</li>
      ))}
    </ol>
  )
}

function PrintedSentence({ sentence }: { sentence: Sentence }) {
  return sentence.map((word, i) => {
    if (typeof word === 'string') return <Fragment key={i}>{word}</Fragment>
    if (!('say' in word)) return <code key={i}>{word.code}</code>
    return word.code ? <code key={i}>{word.say}</code> : <Fragment key={i}>{word.say}</Fragment>
  })
}
