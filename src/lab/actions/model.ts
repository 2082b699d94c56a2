/** Acts on the model that live runs run. */
import { actionsOf, opens, picks, toggles } from './action.ts'

export const modelActions = actionsOf({
  // Where it stands, the words before it say what cannot be read; the palette has `models`.
  'choose-model': { label: 'Choose a model that can', name: null, ...opens('model') },
  models: { label: 'Models', name: 'Another model', keys: ['Shift+m'], ...toggles('model') },
  'model-files': {
    label: 'Choose files',
    name: 'Load a model from files',
    perform: (lab, page) =>
      picks(lab, page.pickFiles('.gguf,.safetensors,.json,.jinja'), (files) => {
        if (files.length === 0) return
        lab.choices.openPanel(null)
        lab.models.useFiles(files)
      }),
  },
})
