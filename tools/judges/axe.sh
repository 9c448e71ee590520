#!/usr/bin/env bash
# Reads the page of `report --html` in a headless Chromium with axe-core, as WCAG 2.2 asks at level AA: of the
# environments that ship, on a desktop and a phone, in light and dark. Ends with the number of readings.
source "$(dirname "$0")/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

passed=0
failed=0
node "$repository/build/cli/cli.js" report --html --root "$repository" >"$work/report.html"
for window in 1280,900 360,740; do
  for scheme in 0 1; do
    page=$work/$window-$scheme.html
    node "$repository/tools/judges/axe-page.mjs" "$work/report.html" >"$page"
    # Without a sandbox of its own: the page is ours, and root may not have one.
    "$tools/bin/chromium" --headless --no-sandbox --disable-gpu --window-size="$window" \
      --blink-settings=preferredColorScheme="$scheme" --virtual-time-budget=20000 --dump-dom "file://$page" \
      >"$work/dom.html" 2>"$work/log" || { cat "$work/log" >&2; die 'Chromium failed.'; }
    if node "$repository/tools/judges/axe-result.mjs" "$work/dom.html" "$window, scheme $scheme"; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
    fi
  done
done
echo "axe: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
