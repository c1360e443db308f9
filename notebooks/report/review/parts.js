// Parts of the review panel that know nothing of a review: elements, a menu that can be searched, a small form.

/** An element with attributes (functions become listeners) and children; what is null or false is left out. */
function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.flat(2).filter(child => child !== null && child !== undefined && child !== false))
  return element
}

const filled = (sentence, word) => sentence.replace('{}', word)

let menusMade = 0

/**
 * A menu that can be searched: type to narrow, ↑ ↓ to move, Enter or click to take, Esc to leave.
 * `options` have `code`, `name`, `hint` and `find` (the words to search in); `pick` gets the option taken
 * and the words typed.
 */
function menu({ label, key, value, options, pick, look, leave }) {
  const id = `review-menu-${menusMade++}`
  const list = h('ul', { id, role: 'listbox', class: 'rv-options', hidden: true, 'aria-label': label })
  const input = h('input', {
    type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-label': label, 'aria-controls': id,
    'aria-expanded': 'false', 'aria-autocomplete': 'list', 'data-field': key,
  })
  const now = options.find(option => option.code === value)
  const name = now ? now.name : value
  let shown = [], at = 0
  input.value = name
  input.title = now?.hint || ''

  function show(words) {
    const wanted = words.trim().toLowerCase()
    shown = options.filter(option => !wanted || option.always || option.find.includes(wanted))
    at = Math.max(0, wanted ? 0 : shown.findIndex(option => option.code === value))
    list.replaceChildren(...shown.map((option, place) => h('li', {
      id: `${id}-${place}`, role: 'option', class: option.always ? 'rv-always' : null,
      mousedown: event => { event.preventDefault(); take(option) },
    }, h('span', {}, option.name), option.hint && h('small', {}, option.hint))))
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    stand()
  }
  function stand() {
    [...list.children].forEach((row, place) => row.setAttribute('aria-selected', place === at))
    input.setAttribute('aria-activedescendant', shown.length ? `${id}-${at}` : '')
    const row = list.children[at]
    if (row) list.scrollTop = row.offsetTop - list.clientHeight / 2
    if (shown[at]) look?.(shown[at])
  }
  function close() {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.value = name
  }
  function take(option) {
    const typed = input.value === name ? '' : input.value
    close()
    if (option && option.code !== value) pick(option, typed)
    else leave?.()
  }
  input.addEventListener('focus', () => { input.select(); show('') })
  input.addEventListener('click', () => { if (list.hidden) show('') })
  input.addEventListener('input', () => show(input.value))
  input.addEventListener('blur', close)
  input.addEventListener('keydown', event => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.isComposing) return
    if (move) at = Math.min(Math.max(at + move, 0), shown.length - 1), stand()
    else if (event.key === 'Enter') take(shown[at])
    else if (event.key === 'Escape') close(), leave?.()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  return h('span', { class: 'rv-menu' }, input, list)
}

/**
 * A form of a few lines: `fields` have `name`, `label` and perhaps `value`, `hint`, `choices` (a fixed list), `ready` (answers
 * that one click gives). Enter saves, Esc cancels.
 */
function form({ title, fields, words, save, cancel }) {
  const inputs = {}
  const rows = fields.map(field => {
    const input = inputs[field.name] = field.choices
      ? h('select', {}, field.choices.map(([code, name]) => h('option', { value: code, selected: code === field.value }, name)))
      : h('input', { type: 'text', placeholder: field.hint || '', autocomplete: 'off' })
    if (!field.choices) input.value = field.value || ''
    input.name = field.name
    const ready = (field.ready || []).map(answer => h('button', {
      type: 'button', class: 'rv-ready', click: () => { input.value = answer; submit() },
    }, answer))
    return [h('label', {}, h('span', {}, field.label), input), ready.length > 0 && h('div', { class: 'rv-readies' }, ready)]
  })
  const submit = () => save(Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value])))
  const element = h('form', {
    class: 'rv-form', 'aria-label': title,
    submit: event => { event.preventDefault(); submit() },
    keydown: event => {
      if (event.key === 'Escape') { event.preventDefault(); cancel() }
      if (event.key === 'Enter' && event.target.tagName === 'SELECT') { event.preventDefault(); submit() }
      event.stopPropagation()
    },
  }, h('strong', {}, title), rows.flat(), h('div', { class: 'rv-buttons' },
    h('button', { type: 'submit', class: 'rv-main-button' }, words.save),
    h('button', { type: 'button', click: cancel }, words.cancel)))
  element.begin = () => (inputs[fields.find(field => !field.value)?.name] || inputs[fields[0].name]).focus({ preventScroll: true })
  return element
}
