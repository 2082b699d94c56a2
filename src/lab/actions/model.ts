/** Acts on the model that live runs run. */
import { action, opens, picks, toggles } from './action.ts'

export const modelActions = [
  action({ id: 'choose-model', label: 'Choose a model that can', name: 'Choose a model', ...opens('model') }),
  action({ id: 'models', label: 'Models', name: 'Another model', keys: ['Shift+m'], ...toggles('model') }),
  action({
    id: 'model-files',
    label: 'Choose files',
    name: 'Load a model from files',
    perform: (lab, page) =>
      picks(lab, page.pickFiles('.gguf,.safetensors,.json,.jinja'), (files) => {
        if (files.length === 0) return
        lab.openPanel(null)
        lab.models.useFiles(files)
      }),
  }),
]
