-- Quarto's structures in Pandoc's document: figures and tables with numbers, references to them,
-- callouts, tabsets. What is not supported is written to standard error, one line each
-- ("problem", what to look for in the source, the message), and ends the run.

local NAMES = { fig = "Figure", tbl = "Table", sec = "Section", eq = "Equation" }
local CALLOUTS = { note = true, tip = true, warning = true, caution = true, important = true }
local COLUMNS = {
  body = true, ["body-outset"] = true, page = true, ["page-inset"] = true, screen = true,
  ["screen-inset"] = true, ["screen-inset-shaded"] = true, margin = true,
}
local UNSUPPORTED_CLASSES = {
  "content-visible", "content-hidden", "panel-sidebar", "panel-fill", "panel-center",
  "panel-input", "aside", "grid", "fragment", "incremental", "proof", "remark", "solution",
  "lightbox",
}
local UNSUPPORTED_KINDS = {
  lst = true, thm = true, lem = true, cor = true, prp = true, cnj = true, def = true, exm = true,
  exr = true, nte = true, tip = true, wrn = true, imp = true, cau = true,
}
local UNSUPPORTED_ATTRIBUTES = {
  "layout", "layout-ncol", "layout-nrow", "layout-align", "layout-valign", "group", "when-format",
  "unless-format", "fig-align", "fig-link", "fig-pos", "fig-env", "fig-scap", "lst-cap",
  "tbl-colwidths", "code-line-numbers", "code-fold", "filename", "data-qmd",
}

local problems = {}
local targets = {} -- identifier -> { kind, number }
local counts = { fig = 0, tbl = 0, eq = 0, tab = 0, callout = 0 }
local most_tabs = 0

local function problem(needle, message)
  problems[#problems + 1] = table.concat({ "problem", needle, message }, "\t")
end

local function kind_of(identifier)
  return identifier:lower():match("^(%a+)%-")
end

local function html(text)
  return pandoc.RawBlock("html", text)
end

local function escaped(text)
  return (text:gsub("[&<>\"']", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }))
end

local function add_target(identifier, kind)
  if targets[identifier] then
    problem("#" .. identifier, "two elements have the identifier `" .. identifier .. "`")
  end
  counts[kind] = counts[kind] + 1
  targets[identifier] = { kind = kind, number = tostring(counts[kind]) }
  return counts[kind]
end

local function is_float(element)
  local kind = kind_of(element.identifier)
  return kind == "fig" or kind == "tbl"
end

-- What is not supported ------------------------------------------------------------------------

local function check_attributes(element)
  for _, name in ipairs(UNSUPPORTED_ATTRIBUTES) do
    if element.attributes[name] ~= nil then
      problem(name, "the attribute `" .. name .. "` is not supported")
    end
  end
  if element.t ~= "Header" and UNSUPPORTED_KINDS[kind_of(element.identifier)] then
    problem("#" .. element.identifier, "`#" .. element.identifier .. "`: only fig-, tbl-, sec- and eq- are numbered")
  end
end

local function check_classes(element)
  for _, class in ipairs(UNSUPPORTED_CLASSES) do
    if element.classes:includes(class) then
      problem(class, "`::: {." .. class .. "}` is not supported")
    end
  end
  for _, class in ipairs(element.classes) do
    local column = class:match("^column%-(.+)$")
    if column and not COLUMNS[column:gsub("%-left$", ""):gsub("%-right$", "")] then
      problem(class, "`." .. class .. "` is no column of Quarto's")
    end
    local callout = class:match("^callout%-(%a+)$")
    if callout and not CALLOUTS[callout] then
      problem(class, "`." .. class .. "` is no callout: note, tip, warning, caution, important")
    end
  end
  check_attributes(element)
end

local function check_raw(raw)
  if raw.text:match("<[^>]* data%-qmd") then
    problem("data-qmd", "Markdown in the attribute `data-qmd` is not supported")
  elseif not raw.format:match("^html") then
    problem(raw.text:match("^[^\n]*"), "raw `" .. raw.format .. "` never reaches an HTML page: `" .. raw.text:match("^[^\n]*") .. "`")
  end
end

local checks = {
  Div = check_classes,
  Span = check_classes,
  CodeBlock = check_attributes,
  Image = check_attributes,
  Table = check_attributes,
  RawBlock = check_raw,
  RawInline = check_raw,
  Header = function(header)
    check_attributes(header)
    if header.level == 1 then
      problem(pandoc.utils.stringify(header), "a heading of level 1: the title is the page's only one, write `##`")
    end
  end,
  Inlines = function(inlines) -- a line of colons that stayed text: a block that never was
    for index, item in ipairs(inlines) do
      local before = inlines[index - 1]
      if item.t == "Str" and item.text:match("^:::") and (not before or before.t == "SoftBreak") then
        problem(item.text, "`" .. item.text .. "` opens or closes no block: a blank line may be missing before it")
      end
    end
  end,
}

-- Callouts and tabsets -------------------------------------------------------------------------

local function callout(div)
  local kind
  for _, class in ipairs(div.classes) do
    kind = kind or class:match("^callout%-(%a+)$")
  end
  if not kind then
    return nil
  end
  local blocks, title = div.content, nil
  if div.attributes.title then
    title = { pandoc.Str(div.attributes.title) }
  elseif blocks[1] and blocks[1].t == "Header" then
    title = blocks[1].content
    blocks:remove(1)
  else
    title = { pandoc.Str(kind:sub(1, 1):upper() .. kind:sub(2)) }
  end
  counts.callout = counts.callout + 1
  local id = div.identifier ~= "" and div.identifier or ("callout-" .. counts.callout)
  local class = "callout callout-" .. kind .. " callout-style-" .. (div.attributes.appearance or "default")
  for _, other in ipairs(div.classes) do
    if not other:match("^callout%-") then
      class = class .. " " .. escaped(other)
    end
  end
  local collapse = div.attributes.collapse
  local opening, closing = "", ""
  id = escaped(id)
  if collapse then
    local open = collapse == "false" and " open" or ""
    opening = '<details id="' .. id .. '" class="' .. class .. '"' .. open .. '><summary class="callout-title">'
    closing = { "</summary>", "</details>" }
  else
    opening = '<div id="' .. id .. '" class="' .. class .. '" role="note" aria-labelledby="' .. id
      .. '-title"><p class="callout-title" id="' .. id .. '-title">'
    closing = { "</p>", "</div>" }
  end
  return pandoc.Blocks({
    html(opening), pandoc.Plain(title), html(closing[1]),
    pandoc.Div(blocks, { class = "callout-body" }), html(closing[2]),
  })
end

local function tabset(div)
  if not div.classes:includes("panel-tabset") then
    return nil
  end
  local first = div.content[1]
  if not first or first.t ~= "Header" then
    problem("panel-tabset", "a tabset must begin with a heading: each heading is a tab")
    return nil
  end
  counts.tab = counts.tab + 1
  local tabs, active = {}, 1
  for _, block in ipairs(div.content) do
    if block.t == "Header" and block.level == first.level then
      tabs[#tabs + 1] = { title = block.content, blocks = pandoc.Blocks({}) }
      if block.classes:includes("active") then
        active = #tabs
      end
    else
      tabs[#tabs].blocks:insert(block)
    end
  end
  most_tabs = math.max(most_tabs, #tabs)
  local name = "tabset-" .. counts.tab
  local content = pandoc.Blocks({ html('<div class="panel-tabset" role="group" aria-label="Tabs">') })
  for number, tab in ipairs(tabs) do
    local id = name .. "-" .. number
    local checked = number == active and " checked" or ""
    content:insert(html('<input type="radio" name="' .. name .. '" id="' .. id .. '" autocomplete="off"' .. checked .. '><label for="' .. id .. '">'))
    content:insert(pandoc.Plain(tab.title))
    content:insert(html("</label>"))
  end
  for _, tab in ipairs(tabs) do
    local pane = pandoc.Blocks({ html('<p class="tab-title">'), pandoc.Plain(tab.title), html("</p>") })
    pane:extend(tab.blocks)
    content:insert(pandoc.Div(pane, { class = "tab-pane" }))
  end
  content:insert(html("</div>"))
  return content
end

-- Figures, tables, equations -------------------------------------------------------------------

local function label(kind, number, caption)
  local inlines = pandoc.Inlines({ pandoc.RawInline("html", '<span class="caption-label">' .. NAMES[kind] .. "\u{a0}" .. number .. "</span>") })
  if #caption > 0 then
    inlines:extend({ pandoc.Str(":"), pandoc.Space() })
    inlines:extend(caption)
  end
  return inlines
end

local function as_html(inlines)
  return (pandoc.write(pandoc.Pandoc({ pandoc.Plain(inlines) }), "html"):gsub("%s+$", ""))
end

-- The blocks with the caption inside their table, where they hold one table that has none yet.
local function captioned(blocks, caption)
  local tables, free = 0, 0
  blocks:walk({
    RawBlock = function(raw)
      for _ in raw.text:gmatch("<table[%s>]") do tables = tables + 1 end
      if raw.text:match("<table[%s>]") and not raw.text:match("<caption[%s>]") then free = free + 1 end
    end,
    Table = function(element)
      tables = tables + 1
      if #element.caption.long == 0 or element.identifier ~= "" then free = free + 1 end
    end,
  })
  if tables ~= 1 or free ~= 1 then
    return nil
  end
  local text = as_html(caption):gsub("%%", "%%%%")
  return blocks:walk({
    RawBlock = function(raw)
      return html((raw.text:gsub("(<table[^>]*>)", "%1<caption>" .. text .. "</caption>", 1)))
    end,
    Table = function(element)
      element.identifier = ""
      element.caption = pandoc.Caption({ pandoc.Plain(caption) })
      return element
    end,
  })
end

local function float(identifier, kind, classes, blocks, caption)
  local numbered = caption
  if identifier ~= "" then
    numbered = label(kind, add_target(identifier, kind), caption)
  end
  local class = "quarto-float quarto-float-" .. kind
  for _, other in ipairs(classes) do
    class = class .. " " .. escaped(other)
  end
  local id = identifier ~= "" and (' id="' .. escaped(identifier) .. '"') or ""
  local figcaption = pandoc.Blocks({ html("<figcaption>"), pandoc.Plain(numbered), html("</figcaption>") })
  local content = pandoc.Blocks({ html("<figure" .. id .. ' class="' .. class .. '">') })
  local inside = kind == "tbl" and captioned(blocks, numbered)
  if inside then
    content:extend(inside)
  elseif kind == "tbl" then
    content:extend(figcaption)
    content:extend(blocks)
  else
    content:extend(blocks)
    content:extend(figcaption)
  end
  content:insert(html("</figure>"))
  return content
end

local function float_div(div)
  local kind = kind_of(div.identifier)
  local figure = div.classes:includes("cell-figure")
  if not is_float(div) and not figure then
    return nil
  end
  local blocks = div.content
  local last = blocks[#blocks]
  if not last or (last.t ~= "Para" and last.t ~= "Plain") then
    problem("#" .. div.identifier, "`::: {#" .. div.identifier .. "}` must end with a paragraph: its caption")
    return nil
  end
  blocks:remove(#blocks)
  blocks:walk({
    Div = function(inner)
      if is_float(inner) then
        problem("#" .. inner.identifier, "`" .. inner.identifier .. "` inside `" .. div.identifier .. "`: sub-figures are not supported")
      end
    end,
  })
  local classes = div.classes:filter(function(class) return class ~= "cell" and class ~= "cell-figure" end)
  return float(div.identifier, kind or "fig", classes, blocks, last.content), false
end

local function alternative_text(image)
  if image.attributes["fig-alt"] then
    image.caption = { pandoc.Str(image.attributes["fig-alt"]) }
    image.attributes["fig-alt"] = nil
  end
  return image
end

local function float_figure(figure)
  local caption = pandoc.utils.blocks_to_inlines(figure.caption.long)
  local kind = is_float(figure) and kind_of(figure.identifier) or "fig"
  return float(figure.identifier, kind, figure.classes, figure.content, caption), false
end

local function float_table(element)
  if kind_of(element.identifier) ~= "tbl" then
    return nil
  end
  local caption = pandoc.utils.blocks_to_inlines(element.caption.long)
  return float(element.identifier, "tbl", element.classes, pandoc.Blocks({ element }), caption), false
end

local function equations(paragraph)
  local content = pandoc.Blocks({})
  local inlines, changed = pandoc.Inlines({}), false
  local items, index = paragraph.content, 1
  while index <= #items do
    local item = items[index]
    local after = items[index + 1]
    local step = 1
    if after and after.t == "Space" then
      after, step = items[index + 2], 2
    end
    local id = item.t == "Math" and item.mathtype == "DisplayMath" and after and after.t == "Str"
      and after.text:match("^{#(eq%-[%w-]+)}")
    if id then
      if #inlines > 0 then
        content:insert(pandoc.Para(inlines))
        inlines = pandoc.Inlines({})
      end
      local number = add_target(id, "eq")
      content:insert(html('<div class="equation" id="' .. escaped(id) .. '">'))
      content:insert(pandoc.Plain({ item }))
      content:insert(html('<span class="equation-number">(' .. number .. ")</span></div>"))
      index, changed = index + step, true
    else
      inlines:insert(item)
    end
    index = index + 1
  end
  if not changed then
    return nil
  end
  if #inlines > 0 then
    content:insert(pandoc.Para(inlines))
  end
  return content
end

-- References -----------------------------------------------------------------------------------

local function number_sections(blocks, numbered)
  for _, section in ipairs(pandoc.utils.make_sections(true, nil, blocks)) do
    if section.t == "Div" then
      section = pandoc.Div({ section })
      section:walk({
        Div = function(div)
          if div.identifier:match("^sec%-") and div.classes:includes("section") then
            local heading = div.content[1]
            targets[div.identifier] = {
              kind = "sec",
              number = heading and heading.attributes.number or nil,
              title = heading and heading.content,
              numbered = numbered,
            }
          end
        end,
      })
    end
  end
end

local function reference(citation)
  local identifier = citation.id:sub(1, 1):lower() .. citation.id:sub(2)
  local target = targets[identifier]
  if not target then
    problem("@" .. citation.id, "`@" .. citation.id .. "` refers to nothing on the page")
    return pandoc.Inlines({})
  end
  if target.kind == "sec" and not (target.numbered and target.number) then
    problem("@" .. citation.id, "`@" .. citation.id .. "` needs a numbered section: `number-sections: true`")
    return pandoc.Inlines({})
  end
  local text = target.number
  if #citation.prefix > 0 then
    text = pandoc.utils.stringify(citation.prefix) .. "\u{a0}" .. text
  elseif citation.mode ~= "SuppressAuthor" then
    text = NAMES[target.kind] .. "\u{a0}" .. text
  end
  local link = pandoc.Link({ pandoc.Str(text) }, "#" .. identifier, "", { class = "quarto-xref" })
  local inlines = pandoc.Inlines({ link })
  inlines:extend(citation.suffix)
  return inlines
end

local function references(cite, has_bibliography)
  local numbered = 0
  for _, citation in ipairs(cite.citations) do
    local kind = kind_of(citation.id)
    if NAMES[kind] then
      numbered = numbered + 1
    elseif UNSUPPORTED_KINDS[kind] then
      problem("@" .. citation.id, "`@" .. citation.id .. "`: only fig-, tbl-, sec- and eq- are numbered")
    elseif not has_bibliography then
      problem("@" .. citation.id, "`@" .. citation.id .. "` is cited, and the header names no `bibliography`")
    end
  end
  if numbered == 0 then
    return nil
  end
  if numbered < #cite.citations then
    problem("@" .. cite.citations[1].id, "sources and cross-references stand in one bracket")
    return nil
  end
  local inlines = pandoc.Inlines({})
  for index, citation in ipairs(cite.citations) do
    if index > 1 then
      inlines:extend({ pandoc.Str(","), pandoc.Space() })
    end
    inlines:extend(reference(citation))
  end
  return inlines
end

-- The page -------------------------------------------------------------------------------------

local function footer(doc)
  local last = doc.blocks[#doc.blocks]
  if last and last.t == "Div" and last.classes:includes("footer") then
    doc.blocks:remove(#doc.blocks)
    doc.meta.footer = pandoc.MetaBlocks(last.content)
  end
end

local function bibliography(doc)
  local placed = false
  doc.blocks:walk({ Div = function(div) placed = placed or div.identifier == "refs" end })
  if not placed then
    local attributes = pandoc.Attr("references", { "unnumbered" })
    doc.blocks:insert(pandoc.Header(2, { pandoc.Str(pandoc.utils.stringify(doc.meta["references-title"])) }, attributes))
    doc.blocks:insert(pandoc.Div({}, pandoc.Attr("refs")))
  end
end

function Pandoc(doc)
  local has_bibliography = doc.meta.bibliography ~= nil
  doc:walk(checks)
  footer(doc)
  if has_bibliography then
    bibliography(doc)
  end
  doc.blocks = doc.blocks:walk({ Div = callout }):walk({ Div = tabset })
  doc.blocks = doc.blocks:walk({ Image = alternative_text })
  doc.blocks = doc.blocks:walk({
    traverse = "topdown",
    Div = float_div,
    Figure = float_figure,
    Table = float_table,
    Para = equations,
  })
  number_sections(doc.blocks, PANDOC_WRITER_OPTIONS.number_sections)
  doc = doc:walk({
    Cite = function(cite) return references(cite, has_bibliography) end,
  })
  doc.meta["tab-rules"] = pandoc.MetaList({})
  for number = 1, most_tabs do
    doc.meta["tab-rules"]:insert(pandoc.MetaString(tostring(number)))
  end
  if #problems > 0 then
    io.stderr:write(table.concat(problems, "\n"), "\n")
    os.exit(3)
  end
  return doc
end
