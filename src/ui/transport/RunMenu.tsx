/** The rest of what can be done with a run: again, another seed, on from here, its file, the runs before it. */
import type { ActionId } from '../../lab/state/action-ids.ts'
import { ActionItem } from '../parts/ActionItem.tsx'
import { Icon } from '../parts/Icon.tsx'
import { Popover } from '../parts/Popover.tsx'

const groups: readonly (readonly ActionId[])[] = [
  ['to-start', 'speed', 'same-seed', 'new-seed', 'continue-here', 'stop-run'],
  ['copy-solution', 'export-run', 'import-run', 'runs'],
  ['take-adapter', 'start-from-adapter'],
  ['mattered', 'results', 'palette', 'help'],
]

export function RunMenu() {
  return (
    <Popover
      name="More for this run"
      className="button icon bare run-menu"
      align="end"
      content={<Icon name="more" />}
    >
      {(close) =>
        groups.map((group, i) => (
          <div key={i} className="menu-group">
            {group.map((id) => (
              <ActionItem key={id} id={id} close={close} />
            ))}
          </div>
        ))
      }
    </Popover>
  )
}
