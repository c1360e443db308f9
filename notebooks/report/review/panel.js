// The review panel: draws what the kernel says of the review, and tells it what the reviewer does. It decides nothing itself.

const FIELDS = ['task', 'area', 'stage', 'scope', 'flow', 'indicator', 'unit', 'bound']
const RELATIONS = ['part_of', 'possible_overlap', 'same_as', 'result_of']
const WITH_NEW = ['task', 'area', 'indicator', 'unit']
const KEY_OF = Object.fromEntries([...FIELDS, 'period', 'subject'].map((field, place) => [field, String((place + 1) % 10)]))
const PATIENCE = 8000 // milliseconds before the panel says that the kernel is silent

class ReviewPanel {
  constructor(model, el) {
    Object.assign(this, { model, sent: 0, tab: 'text', pointing: null, asking: null, selected: null, timer: null })
    this.progress = h('div', { class: 'rv-progress' })
    this.tools = h('div', { class: 'rv-tools' })
    this.page = new MarkedText(model.get('text'), selected => { this.selected = selected; if (selected) this.view.here?.state === 'lost' ? this.askWords() : this.askAdd() }, event => this.click(event))
    this.list = h('div', { class: 'rv-list', hidden: true, click: event => this.click(event) })
    this.card = h('section', { class: 'rv-card' })
    this.foot = h('div', { class: 'rv-foot' })
    this.root = h('div', { class: 'rv', tabindex: '0', 'data-lm-suppress-shortcuts': 'true', keydown: event => this.key(event) },
      h('header', {}, this.progress, this.tools), h('main', {}, h('section', { class: 'rv-left' }, this.page.element, this.list), this.card), this.foot)
    el.append(this.root)
    this.follow = () => this.answer()
    this.glance = () => { if (!document.hidden) this.send('look') }
    model.on('change:view', this.follow)
    model.on('change:menus', this.follow)
    this.gathered = () => this.gather()
    for (const part of ['marks', 'changed']) model.on(`change:${part}`, this.gathered)
    window.addEventListener('focus', this.glance)
    this.gather()
    this.answer()
  }

  remove() {
    this.model.off('change:view', this.follow)
    this.model.off('change:menus', this.follow)
    for (const part of ['marks', 'changed']) this.model.off(`change:${part}`, this.gathered)
    window.removeEventListener('focus', this.glance)
    clearTimeout(this.timer)
  }

  // to and from the kernel ------------------------------------------------------------------------------------------

  send(action, values = {}, at = this.view.at) {
    clearTimeout(this.timer)
    const silent = () => this.say(this.words.silent, true)
    try {
      this.model.send({ do: action, with: values, at, number: ++this.sent })
      this.timer = setTimeout(silent, PATIENCE)
    } catch {
      silent() // the kernel was restarted: its side of the panel is gone
    }
  }

  gather() { // the marks as they are now: those sent whole, and over them those that changed since
    this.marks = [...this.model.get('marks')]
    for (const [place, mark] of Object.entries(this.model.get('changed'))) this.marks[place] = mark
    this.byKey = new Map(this.marks.map(mark => [mark[0], mark]))
  }

  answer() {
    const before = this.view
    this.view = this.model.get('view')
    if (this.view.number === this.sent) clearTimeout(this.timer)
    if (before && (before.at !== this.view.at || !this.view.error)) this.asking = null
    this.draw()
  }

  // words and names -------------------------------------------------------------------------------------------------

  get language() { return this.model.get('language') }
  get words() { return this.model.get('words')[this.language] }
  codes(field) { return this.model.get('menus')[field] || [] }
  entry(field, code) { return this.codes(field).find(entry => entry.code === code) }
  name(field, code) {
    if (!code) return field === 'task' ? this.words.whole_report : this.words.none
    return this.entry(field, code)?.[this.language] || code
  }
  mark(key) { return this.byKey.get(key) }
  said(key) { const mark = this.mark(key); return mark ? mark[7] || this.page.words(mark[1], mark[2]) : key }
  told(what) { return this.view[this.language === 'zh' ? `${what}_zh` : what] } // what the kernel says, in the language shown
  help(entry, part) { return entry[this.language === 'zh' ? `${part}_zh` : part] }

  // drawing ---------------------------------------------------------------------------------------------------------

  draw() {
    const focused = this.root.contains(document.activeElement)
    this.root.lang = this.language
    this.root.setAttribute('aria-label', this.words.title)
    this.drawHead()
    this.drawText()
    this.drawList()
    this.drawCard()
    this.drawFoot()
    if (this.asking) this.asking.begin()
    else if (focused) this.root.focus({ preventScroll: true })
  }

  drawHead() {
    const { reviewed, left_out, unread, lost, of } = this.view.progress, words = this.words, done = reviewed + left_out
    const rest = [[left_out, words.left_out], [unread, words.unread], [lost, words.lost]].filter(([count]) => count).map(([count, name]) => ` · ${count} ${name}`)
    this.progress.replaceChildren(
      h('div', { class: 'rv-bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': done, 'aria-label': words.reviewed },
        h('div', { style: `width:${of ? 100 * done / of : 0}%` })),
      h('span', { class: 'rv-count' }, h('b', {}, `${reviewed} ${words.of} ${of}`), ` ${words.reviewed}${rest.join('')}`))
    const tab = name => h('button', { 'aria-pressed': String(this.tab === name), click: () => this.show(name) }, words[name])
    this.tools.replaceChildren(
      h('label', { class: 'rv-check' }, h('input', { type: 'checkbox', checked: this.view.doubtful_first,
        change: event => this.send('sort', { doubtful_first: event.target.checked }) }), words.doubtful_first),
      h('span', { class: 'rv-tabs' }, tab('text'), tab('list')),
      h('button', { lang: this.language === 'en' ? 'zh' : 'en', click: () => this.speak(this.language === 'en' ? 'zh' : 'en') }, words.language))
  }

  drawText() {
    this.page.draw(this.marks, this.language, (state, stage, indicator) =>
      [this.words[state], stage && this.name('stage', stage), indicator && this.name('indicator', indicator)].filter(Boolean).join(' · '))
    this.page.point('rv-here', this.view.at)
    this.page.point('rv-target', this.pointing?.target)
  }

  drawList() {
    this.page.element.hidden = this.tab !== 'text'
    this.list.hidden = this.tab !== 'list'
    if (this.list.hidden) return
    const keys = this.model.get('order'), order = keys.length ? keys.map(key => this.mark(key)) : this.marks
    this.list.replaceChildren(...order.map(([key, , , state, stage, indicator, task]) => h('button', {
      class: `rv-row${key === this.view.at ? ' rv-here' : ''}${key === this.pointing?.target ? ' rv-target' : ''}`, 'data-key': key, tabindex: '-1',
    }, h('span', { class: `rv-mark rv-${state} rv-stage-${stage || 'none'}` }, this.said(key)), h('span', {}, indicator ? this.name('indicator', indicator) : this.words[state]),
    h('span', {}, stage && this.name('stage', stage)), h('span', {}, task && this.name('task', task)))))
    const here = this.list.querySelector('.rv-target') || this.list.querySelector('.rv-here')
    if (here) this.list.scrollTop = here.offsetTop - this.list.clientHeight / 3
  }

  drawCard() {
    const here = this.view.here, words = this.words
    if (!here) return this.card.replaceChildren(h('p', {}, words.nothing), this.asking || h('button', { click: () => this.askAdd() }, words.add))
    this.guide = h('div', { class: 'rv-guide', 'aria-live': 'polite' })
    const { reviewed, left_out, of } = this.view.progress
    this.card.replaceChildren(...[
      h('div', { class: 'rv-words' }, h('span', { class: `rv-state rv-${here.state}` }, words[here.state]), ' ',
        here.before, h('b', { class: `rv-stage-${here.code?.stage || 'none'}` }, here.words), here.after, this.reading(here)),
      here.state === 'lost' ? h('p', {}, words.lost_text) : here.code ? this.fields(here) : here.exclusion && h('p', {}, `${here.exclusion.reason}${here.exclusion.same_as ? ` (${words.repeats} ${this.said(here.exclusion.same_as)})` : ''}`),
      here.code && here.state !== 'lost' && !this.asking && this.relations(here),
      this.asking || this.guide,
      reviewed + left_out === of && h('p', { class: 'rv-done', role: 'status' }, filled(words.done, of)),
      !this.asking && this.buttons(here),
    ].filter(Boolean))
    if (here.code) this.explain(...['area', 'stage', 'scope', 'flow'].map(field => [field, here.code[field]]))
  }

  reading({ read }) {
    if (!read) return null
    const ends = read.value ?? (read.lower === null && read.upper === null ? '' : `${read.lower ?? ''}–${read.upper ?? ''}`)
    const number = typeof ends === 'number' ? ends.toLocaleString('en') : ends
    return h('small', {}, `${this.words.read_as} ${this.name('bound', read.bound)} ${number} ${this.name('unit', read.unit)}`)
  }

  fields(here) {
    const code = here.code
    const rows = FIELDS.filter(field => field !== 'flow' || code.unit === 'CNY').map(field => this.row(field, here, this.choose(field, here)))
    for (const field of ['period', 'subject']) {
      const input = h('input', { type: 'text', 'data-field': field, 'aria-label': this.words[field], autocomplete: 'off',
        change: () => this.send('change', { [field]: input.value.trim() }),
        keydown: event => {
          if (event.key === 'Escape') input.value = code[field]
          if (event.key === 'Escape' || event.key === 'Enter') { event.preventDefault(); this.root.focus({ preventScroll: true }) }
          event.stopPropagation()
        } })
      input.value = code[field]
      rows.push(this.row(field, here, input))
    }
    const sum = h('input', { type: 'checkbox', checked: code.additive === 'true', 'aria-label': this.words.additive,
      change: () => this.send('change', { additive: String(sum.checked) }) })
    rows.push(this.row('additive', here, sum))
    return h('div', { class: 'rv-fields' }, rows)
  }

  row(field, here, control) {
    const overruled = here.read && field in here.read && here.read[field] !== here.code[field]
    const [why, doubtful] = overruled || (field === 'bound' && !here.read) ? [here.code.overrule] : this.reason(field, here)
    return h('div', { class: 'rv-field' }, h('span', { class: 'rv-name' }, KEY_OF[field] && h('kbd', {}, KEY_OF[field]), this.words[field]), control,
      h('span', { class: `rv-reason${doubtful ? ' rv-doubt' : ''}`, title: why ? `${this.words.reason_title}: ${why}` : null }, why || ''))
  }

  reason(field, here) { // why a field was suggested, what, where it was changed since, and how often such a reason is right
    const reason = here.reasons[field]
    if (!reason) return []
    const was = reason.code === here.code[field] ? '' : ` → ${this.name(field, reason.code)}`
    const rate = reason.rate === null || reason.why === 'no word found' ? '' : ` ${Math.round(100 * reason.rate)}%`
    return [`${this.language === 'zh' ? reason.why_zh : reason.why}${was}${rate}`, reason.rate !== null && reason.rate < 0.6]
  }

  choose(field, here) {
    const words = this.words
    const entries = this.codes(field).filter(entry => entry.code !== 'unread' && (field !== 'indicator' || entry.unit === here.code.unit))
    const options = entries.map(entry => ({ code: entry.code, name: entry[this.language], hint: this.help(entry, 'definition'),
      find: `${entry.code} ${entry.en} ${entry.zh}`.toLowerCase() }))
    if (field === 'task' || field === 'unit') options.unshift({ code: '', name: this.name(field, ''), find: '' })
    if (WITH_NEW.includes(field)) options.push({ code: ' new', name: words.new, always: true, find: '' })
    if (field === 'stage') options.push({ code: ' rule', name: words.own_rule, always: true, find: '' })
    return menu({
      label: words[field], key: field, value: here.code[field], options,
      pick: (option, typed) => this.pick(field, option.code, here, typed),
      look: option => this.explain([field, option.code]),
      leave: () => this.root.focus({ preventScroll: true }),
    })
  }

  explain(...codes) { // what the codebook says of one code in full, of several in short
    if (this.asking) return
    const [colon, stop] = this.language === 'zh' ? ['：', '。'] : [': ', '. ']
    const parts = codes.length > 1 ? ['definition', 'rule'] : ['definition', 'rule', 'yes', 'no']
    this.guide.replaceChildren(...codes.map(([field, code]) => [field, this.entry(field, code)]).filter(([, entry]) => entry).map(([field, entry]) =>
      h('p', {}, h('b', {}, `${this.words[field]}${colon}${entry[this.language]}${stop}`), parts.filter(part => this.help(entry, part)).map(part =>
        [part !== 'definition' && h('i', {}, `${this.words[part]}${colon}`), `${this.help(entry, part).replace(/[.。]$/, '')}${stop}`]))))
  }

  relations(here) {
    const words = this.words, code = here.code
    const chip = (kind, other, label) => h('span', { class: 'rv-chip' }, `${label} `, h('a', { 'data-key': other, click: () => this.send('go', {}, other) }, this.said(other)),
      h('button', { 'aria-label': words.remove, title: words.remove, click: () => this.send('relate', { kind, other }) }, '×'))
    const chips = code.relation_to.split(' ').filter(Boolean).map(other => chip(code.relation, other, words[code.relation]))
    for (const link of here.links) {
      chips.push(link.to === code.observation ? chip('result_of', link.from, words.result_of)
        : h('span', { class: 'rv-chip' }, `${words.leads_to} `, h('a', { click: () => this.send('go', {}, link.to) }, this.said(link.to))))
    }
    return h('div', { class: 'rv-relations' }, h('span', { class: 'rv-name' }, h('kbd', {}, 'R'), words.relation),
      RELATIONS.map(kind => h('button', { 'aria-pressed': String(this.pointing?.kind === kind), click: () => this.point(kind) }, words[kind])), chips)
  }

  buttons(here) {
    const words = this.words, label = { suggested: words.accept, unread: words.code_it, left_out: words.take_back, reviewed: words.next_one, lost: words.point_words }[here.state]
    const button = (text, key, click, more = {}) => h('button', { click, ...more }, text, ' ', h('kbd', {}, key))
    return h('div', { class: 'rv-buttons rv-actions' },
      button(label, here.state === 'left_out' ? 'C' : '⏎', () => this.accept(), { class: 'rv-main-button' }),
      here.state !== 'left_out' && button(words.leave_out, 'X', () => this.leaveOut()),
      button(words.undo, 'U', () => this.send('undo'), { disabled: !this.view.undo, title: this.told('undo') }),
      button(words.add, 'A', () => this.askAdd()),
      h('span', { class: 'rv-steps' }, [[-1, '↑', words.previous], [1, '↓', words.next_one]].map(([by, sign, name]) =>
        h('button', { 'aria-label': name, title: name, click: () => this.send('step', { by }) }, sign))))
  }

  drawFoot() {
    const words = this.words
    const legend = ['suggested', 'reviewed', 'left_out', 'unread'].map(state => h('span', { class: `rv-mark rv-${state}` }, words[state]))
    const stages = this.codes('stage').map(entry => h('span', { class: `rv-swatch rv-stage-${entry.code}` }, entry[this.language]))
    this.message = h('div', { class: 'rv-message', role: 'status' })
    this.foot.replaceChildren(this.message, h('div', { class: 'rv-legend' }, stages, legend), h('div', { class: 'rv-keys' }, words.keys_text))
    if (this.pointing?.kind === 'place') this.say(filled(words.place, this.said(this.view.at)))
    else if (this.pointing) this.say(filled(words.point, words[this.pointing.kind]))
    else this.say(this.told('error') || this.told('news') || filled(words.saved, this.view.file), this.view.error)
  }

  say(words, wrong) {
    this.message.textContent = words
    this.message.classList.toggle('rv-wrong', Boolean(wrong))
    this.message.classList.toggle('rv-asks', Boolean(this.pointing))
    this.message.setAttribute('role', wrong ? 'alert' : 'status')
  }

  // what the reviewer does ------------------------------------------------------------------------------------------

  accept() {
    if (this.view.here.state === 'lost') return this.pointAtWords()
    this.send(this.view.here.state === 'left_out' ? 'code' : 'accept')
  }
  leaveOut() { // a lost statement goes without a reason: its words are gone
    if (this.view.here.state === 'lost') this.send('leave_out', { reason: this.words.lost })
    else this.askLeaveOut()
  }
  pointAtWords() {
    const free = this.marks.some(mark => mark[3] === 'unread')
    if (free) this.point('place')
    else this.askWords()
  }
  askWords() {
    const words = this.words, selected = this.selected
    this.ask({ title: filled(words.words_of, this.said(this.view.at)), fields: [{ name: 'words', label: words.whole_words, value: selected?.words, hint: words.select_words }],
      save: ({ words: typed }) => {
        this.selected = null
        if (selected && typed === selected.words) this.send('place', { start: selected.start, end: selected.end })
        else this.send('place_words', { words: typed })
      } })
  }
  show(tab) { this.tab = tab; this.page.shown = null; this.draw() }
  speak(language) { this.model.set('language', language); this.model.save_changes(); this.draw() }
  ask(what) { this.asking = form({ words: this.words, cancel: () => { this.asking = null; this.draw() }, ...what }); this.draw() }

  pick(field, code, here, typed) {
    if (code === ' new') return this.askNew(field, typed)
    if (code === ' rule') return this.askRule()
    if (here.read && (field === 'unit' || field === 'bound') && here.read[field] !== code && !here.code.overrule) {
      const number = here.read.bound === 'unread' ? [{ name: 'number', label: this.words.number, hint: this.words.number_hint }] : []
      return this.ask({ title: filled(this.words.why_other, this.name(field, here.read[field])), fields: [...number, { name: 'reason', label: this.words.reason }],
        save: values => this.send('change', { [field]: code, overrule: number.length ? `value ${values.number}; ${values.reason}` : values.reason }) })
    }
    this.send('change', { [field]: code })
  }

  askLeaveOut() {
    this.ask({ title: this.words.why_left, fields: [{ name: 'reason', label: this.words.reason, ready: this.words.reasons_out.split('|') }],
      save: ({ reason }) => this.send('leave_out', { reason }) })
  }

  askNew(field, typed) {
    const words = this.words, more = { indicator: ['unit'], area: ['rule'], unit: ['reason'], task: [] }[field]
    const fields = ['name_en', 'name_zh', ...(field === 'task' ? [] : ['definition']), ...more, 'code'].map(name => ({ name, label: words[name] }))
    const unit = fields.find(({ name }) => name === 'unit')
    if (unit) Object.assign(unit, { value: this.view.here.code.unit, choices: [['', words.none], ...this.codes('unit').map(entry => [entry.code, entry[this.language]])] })
    fields.at(-1).hint = 'new_code'
    fields[/^[\x00-\x7f]*$/.test(typed) ? 0 : 1].value = typed
    this.ask({ title: filled(words.new_code, words[field]).split(/[:：]/)[0], fields, save: values => this.send('define', {
      field, code: values.code.trim() || values.name_en.trim().toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '') || values.name_zh.trim(), en: values.name_en, zh: values.name_zh,
      definition: values.definition || '', rule: values.rule || '', unit: values.unit || '', reason: values.reason || '',
    }) })
  }

  askRule() {
    const code = this.view.here.code.stage, entry = this.entry('stage', code), words = this.words
    this.ask({ title: `${words.own_rule.replace(/[… ]+$/, '')}: ${entry[this.language]}`, fields: [{ name: 'rule', label: words.rule, value: entry.rule }],
      save: ({ rule }) => this.send('define', { field: 'stage', code, en: entry.en, zh: entry.zh, rule }) })
  }

  askAdd() {
    const words = this.words, selected = this.selected
    const units = this.codes('unit').map(entry => [entry.code, entry[this.language]])
    const bounds = this.codes('bound').filter(entry => !['unquantified', 'unread'].includes(entry.code)).map(entry => [entry.code, entry[this.language]])
    this.ask({ title: words.add, fields: [
      { name: 'words', label: words.whole_words, value: selected?.words, hint: words.select_words },
      { name: 'number', label: words.number_missed, hint: words.number_hint }, { name: 'unit', label: words.unit, choices: units, value: 'item' },
      { name: 'bound', label: words.bound, choices: bounds, value: 'exact' }, { name: 'reason', label: words.reason_missed },
    ], save: ({ words: typed, ...rest }) => {
      this.selected = null
      if (selected && typed === selected.words) this.send('add', { start: selected.start, end: selected.end, ...rest })
      else this.send('find', { words: typed, ...rest })
    } })
  }

  click(event) {
    const key = event.target.closest('[data-key]')?.dataset.key
    if (!key || !document.getSelection().isCollapsed) return
    if (this.pointing) this.relate(key)
    else this.send('go', {}, key)
  }

  targets(kind) { // what can be pointed at: numbers without a row for lost words, coded statements for a relation
    return this.marks.filter(mark => kind === 'place' ? mark[3] === 'unread' : mark[4] && mark[3] !== 'lost' && mark[0] !== this.view.at)
  }

  point(kind) {
    const targets = kind ? this.targets(kind) : [], at = this.mark(this.view.at)[1]
    this.pointing = targets.length ? { kind, target: (targets.filter(mark => mark[1] < at).pop() || targets[0])[0] } : null
    this.draw()
  }

  movePointer(by) {
    const keys = this.targets(this.pointing.kind).map(mark => mark[0])
    this.pointing.target = keys[Math.min(Math.max(keys.indexOf(this.pointing.target) + by, 0), keys.length - 1)]
    this.draw()
  }

  relate(other) {
    const { kind } = this.pointing
    this.pointing = null
    if (kind === 'place') this.send('place_at', { other })
    else this.send('relate', { kind, other })
  }

  // keys ------------------------------------------------------------------------------------------------------------

  key(event) {
    const { target } = event
    if (event.key === 'Escape') return this.pointing ? this.point(null) : this.root.focus({ preventScroll: true })
    if (event.isComposing || target.matches('input[type=text], select')) return
    if (target.matches('button, a, input') && (event.key === 'Enter' || event.key === ' ')) return
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
    if (!undo && (event.ctrlKey || event.metaKey || event.altKey)) return
    const act = undo ? () => this.send('undo') : this.keys()[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    if (!event.repeat || event.key.startsWith('Arrow')) act()
  }

  keys() {
    const field = name => () => this.card.querySelector(`[data-field="${name}"]`)?.focus({ preventScroll: true })
    const fields = Object.fromEntries(Object.entries(KEY_OF).map(([name, key]) => [key, field(name)]))
    if (this.pointing) {
      const next = RELATIONS[(RELATIONS.indexOf(this.pointing.kind) + 1) % RELATIONS.length]
      return { Enter: () => this.relate(this.pointing.target), ArrowUp: () => this.movePointer(-1), ArrowDown: () => this.movePointer(1),
        ...(this.pointing.kind === 'place' ? {} : { r: () => this.point(next) }) }
    }
    const state = this.view.here?.state
    return {
      ...fields, a: () => this.askAdd(), l: () => this.show(this.tab === 'list' ? 'text' : 'list'), u: () => this.send('undo'),
      ArrowUp: () => this.send('step', { by: -1 }), ArrowDown: () => this.send('step', { by: 1 }),
      ...(state && state !== 'left_out' ? { Enter: () => this.accept(), x: () => this.leaveOut() } : {}),
      ...(state === 'left_out' ? { Enter: () => this.send('accept'), c: () => this.accept() } : {}),
      ...(this.view.here?.code && state !== 'lost' ? { r: () => this.point('part_of') } : {}),
    }
  }
}

export default {
  render({ model, el }) {
    const panel = new ReviewPanel(model, el)
    return () => panel.remove()
  },
}
