/** All that the bundled model can be told, family by family: openings, phrases, and what each phrase may mean, in words and in code. */
import type { FamilyName } from '../../problems/tickets/family.ts'
import { listInstructions, listOpenings } from '../../problems/tickets/list-instructions.ts'
import {
  conceptNames,
  concepts,
  recordInstructions,
  recordOpenings,
  type Concept,
} from '../../problems/tickets/record-instructions.ts'
import { codeOf, saysOf } from '../../problems/tickets/record-spec.ts'

/** What a phrase may mean. */
export interface PhraseMeaning {
  /** For a person: `above 5`. */
  says: string
  /** As the program has it: `.filter(x=>x>5)`. */
  code: string
}

/** Phrases of one sense: a ticket's clause is one of `wordings`, and means one of `meanings`, from usual to unusual. */
export interface PhraseGroup {
  /** What it does to the list; a ticket has at most one clause of each kind. */
  kind: string
  wordings: readonly string[]
  /** How many meanings it may have. */
  meanings: number
  /** `fields`: for rows, the number of each concept's name among those it may have. */
  meaning(index: number, fields: readonly number[]): PhraseMeaning
  /** Names of fields that some meaning is about; empty in lists. */
  concepts: readonly number[]
}

export interface Phrasebook {
  openings: readonly string[]
  /** In the order of the grammar, which links count on. */
  groups: readonly PhraseGroup[]
  /** What the fields of the rows may be called, concept by concept; empty in lists. */
  fields: readonly { concept: string; names: readonly string[] }[]
  /** Kinds in the order in which a sentence usually has them; the last one ends the ticket. */
  kinds: readonly string[]
  /** Whether a ticket ends in a clause of the last kind, or only may. */
  endNeeded: boolean
}

const schemaOf = (fields: readonly number[]): Record<Concept, string> =>
  Object.fromEntries(
    conceptNames.map((concept, i) => [concept, concepts[concept][fields[i] ?? 0]!]),
  ) as Record<Concept, string>

export const phrasebooks: Record<FamilyName, Phrasebook> = {
  lists: {
    openings: listOpenings,
    groups: listInstructions.map(({ kind, wordings, meanings }) => ({
      kind,
      wordings,
      meanings: meanings.length,
      meaning: (index) => meanings[index]!,
      concepts: [],
    })),
    fields: [],
    kinds: ['filter', 'map', 'order', 'slice', 'fold'],
    endNeeded: false,
  },
  records: {
    openings: recordOpenings,
    groups: recordInstructions.map(({ kind, wordings, meanings }) => ({
      kind,
      wordings,
      meanings: meanings.length,
      meaning: (index, fields) => {
        const schema = schemaOf(fields)
        return { says: saysOf(meanings[index]!, schema), code: codeOf(meanings[index]!, schema) }
      },
      concepts: conceptNames.flatMap((concept, i) =>
        meanings.some(
          (meaning) =>
            (meaning.kind === 'flag' && concept === 'flag') ||
            ('by' in meaning && meaning.by === concept) ||
            ('what' in meaning && meaning.what === concept),
        )
          ? [i]
          : [],
      ),
    })),
    fields: conceptNames.map((concept) => ({ concept, names: concepts[concept] })),
    kinds: ['filter', 'order', 'slice', 'show'],
    endNeeded: true,
  },
}
