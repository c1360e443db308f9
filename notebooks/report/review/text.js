// The report's text with its statements marked. Positions count code points, as Python does.

class MarkedText {
  /** `select` gets the words selected with the mouse ({start, end, words}, or null), `click` every click. */
  constructor(text, select, click) {
    this.chars = Array.from(text)
    this.spans = new Map() // the elements of each mark, by its key
    this.pointed = {} // the elements that carry a style, by the style
    this.element = h('div', { class: 'rv-page', tabindex: '-1', mouseup: () => select(this.selected()), click })
  }

  words(start, end) { return this.chars.slice(start, end).join('') }

  /** Show `marks` ([key, start, end, state, stage, indicator, …] in order); `title` gives what hovering says, in `language`. */
  draw(marks, language, title) {
    if (language !== this.language) this.drawn = new Map() // the marks as they look now, by their key
    this.language = language
    const places = marks === this.marks ? this.places : marks.map(mark => mark.slice(0, 3).join()).join(';')
    this.marks = marks
    if (places !== this.places) {
      this.places = places
      this.drawn = new Map()
      this.element.replaceChildren(...this.runs(marks))
      this.spans.clear()
      for (const span of this.element.querySelectorAll('[data-key]')) {
        this.spans.set(span.dataset.key, [...(this.spans.get(span.dataset.key) || []), span])
      }
    }
    for (const mark of marks) {
      const [key, , , state, stage, indicator] = mark
      if (this.drawn.get(key) === mark) continue
      this.drawn.set(key, mark)
      for (const span of this.spans.get(key) || []) {
        span.className = `rv-mark rv-${state} rv-stage-${stage || 'none'}`
        span.title = title(state, stage, indicator)
      }
    }
  }

  /** The text cut at every edge of a mark; words in several marks belong to the shortest; a mark without words is a sign. */
  runs(marks) {
    const edges = [...new Set([0, this.chars.length, ...marks.flatMap(mark => [mark[1], mark[2]])])].sort((a, b) => a - b)
    let open = [], next = 0
    return edges.slice(0, -1).flatMap((start, place) => {
      const signs = []
      open = open.filter(mark => mark[2] > start)
      for (; next < marks.length && marks[next][1] <= start; next++) {
        if (marks[next][2] > start) open.push(marks[next])
        else signs.push(h('span', { 'data-key': marks[next][0] }))
      }
      const inner = open.reduce((best, mark) => !best || mark[2] - mark[1] < best[2] - best[1] ? mark : best, null)
      const words = this.words(start, edges[place + 1])
      return [...signs, inner ? h('span', { 'data-key': inner[0] }, words) : document.createTextNode(words)]
    })
  }

  /** Give the mark `key`, and no other, a style, and bring it into view. */
  point(style, key) {
    this.pointed[style]?.forEach(span => span.classList.remove(style))
    const spans = this.pointed[style] = this.spans.get(key) || []
    spans.forEach(span => span.classList.add(style))
    if (!spans.length || this.element.hidden || key === this.shown) return
    const box = spans[0].getBoundingClientRect(), page = this.element.getBoundingClientRect()
    if (box.top < page.top + 30 || box.bottom > page.bottom - 60) this.element.scrollTop += box.top - page.top - page.height / 3
    this.shown = key
  }

  selected() {
    const selection = document.getSelection()
    if (!selection.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0), before = document.createRange()
    if (!this.element.contains(range.startContainer) || !this.element.contains(range.endContainer)) return null
    before.setStart(this.element, 0)
    before.setEnd(range.startContainer, range.startOffset)
    const start = Array.from(before.toString()).length, words = range.toString()
    return { start, end: start + Array.from(words).length, words }
  }
}
