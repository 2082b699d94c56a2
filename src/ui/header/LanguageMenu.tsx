/** The languages of the page, each by its own name; the one that is spoken is marked. */
import { languages, type Language } from '../../lab/settings/language.ts'
import { ActionItem } from '../parts/ActionItem.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Popover } from '../parts/Popover.tsx'

export function LanguageMenu() {
  return (
    <Popover name="Language" className="button icon bare" align="end" content={<Icon name="globe" />}>
      {(close) => <LanguageItems close={close} />}
    </Popover>
  )
}

export function LanguageItems({ close }: { close: () => void }) {
  const spoken = document.documentElement.lang
  return (
    <div className="menu-group">
      {(Object.keys(languages) as Language[]).map((language) => (
        <ActionItem key={language} id={`language-${language}`} close={close} current={language === spoken} />
      ))}
    </div>
  )
}
