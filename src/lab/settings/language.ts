/** The languages of the page, and which of them is spoken. It is read before anything else of the lab is there, so it is kept by itself. */

/** By their own names, as the menu has them. */
export const languages = { en: 'English', de: 'Deutsch', zh: '中文' } as const
export type Language = keyof typeof languages

const place = 'sdpo-lab/language'

/**
 * The first of the wishes that there is a page for, English where there is none.
 *
 * @param wishes language tags (BCP 47), the most wanted first; null for one that nobody uttered
 */
export function languageOf(wishes: readonly (string | null)[]): Language {
  for (const wish of wishes) {
    const spoken = wish?.toLowerCase().split('-')[0] ?? ''
    if (Object.hasOwn(languages, spoken)) return spoken as Language
  }
  return 'en'
}

/** What was chosen in the menu; null where nothing was, or where nothing can be kept. */
export function keptLanguage(store: Pick<Storage, 'getItem'> | null): string | null {
  try {
    return store?.getItem(place) ?? null
  } catch {
    return null
  }
}

/** Throws where the browser keeps nothing. */
export const keepLanguage = (store: Pick<Storage, 'setItem'>, language: Language): void =>
  store.setItem(place, language)
