import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "./Button.tsx";
import { X } from "./icons.ts";

export interface DialogProps {
  /** Unique on the page. */
  id: string;
  isOpen: boolean;
  /** Called by Escape, the cross, and a click beside it. */
  onClose: () => void;
  title: ComponentChildren;
  closeLabel: string;
  /** What is done with it: buttons, the least dangerous first. */
  foot?: ComponentChildren;
  children: ComponentChildren;
  look?: "dialog" | "dialog wide" | "drawer";
  /** False where a click beside it would lose something. */
  closesOutside?: boolean;
}

/**
 * A window over the page, for islands. The browser keeps the focus inside and
 * gives it back afterwards.
 */
export function Dialog(props: DialogProps) {
  const { id, isOpen, onClose, title, foot, children } = props;
  const { look = "dialog", closesOutside = true } = props;
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (isOpen && dialog?.open === false) dialog.showModal();
    if (!isOpen && dialog?.open) dialog.close();
  }, [isOpen]);
  return (
    <dialog
      ref={ref}
      id={id}
      class={look}
      aria-labelledby={`${id}-title`}
      onClose={onClose}
      onClick={(event) => {
        // The dialog itself is hit only where its content is not.
        if (closesOutside && event.target === ref.current) onClose();
      }}
    >
      {isOpen && (
        <>
          <div class="dialog-head">
            <h2 id={`${id}-title`}>{title}</h2>
            <Button
              tone="plain"
              icon={X}
              label={props.closeLabel}
              onClick={onClose}
            />
          </div>
          <div class="dialog-body">{children}</div>
          {foot && <div class="dialog-foot">{foot}</div>}
        </>
      )}
    </dialog>
  );
}

/** A window at the right edge, as high as the screen. */
export function Drawer(props: Omit<DialogProps, "look">) {
  return <Dialog {...props} look="drawer" />;
}
