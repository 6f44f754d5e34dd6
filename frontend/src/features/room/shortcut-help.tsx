import { useTranslation } from "react-i18next";

import { SHORTCUTS, type Shortcut } from "./shortcuts";

interface ShortcutHelpProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** The keys, and the switch that turns them off. */
export function ShortcutHelp({ isOn, onChange }: ShortcutHelpProps) {
  const { t } = useTranslation("room");
  return (
    <details className="rounded-panel px-4 py-1 text-label glass">
      <summary className="min-h-11 content-center font-semibold">{t("shortcuts.title")}</summary>
      <div className="space-y-4 pt-1 pb-3">
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {(Object.keys(SHORTCUTS) as Shortcut[]).map((shortcut) => (
            <div key={shortcut} className="contents">
              <dt>
                <kbd className="rounded-mark border px-2 py-0.5 font-sans uppercase">
                  {SHORTCUTS[shortcut]}
                </kbd>
              </dt>
              <dd>{t(`control.${shortcut}`)}</dd>
            </div>
          ))}
        </dl>
        <label className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-4.5 shrink-0 accent-accent"
            checked={isOn}
            onChange={(event) => {
              onChange(event.target.checked);
            }}
          />
          {t("shortcuts.on")}
        </label>
        <p className="text-caption text-muted">{t("shortcuts.hint")}</p>
      </div>
    </details>
  );
}
