import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Button, type ButtonLook } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

export interface ConfirmButtonProps extends ButtonLook {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What will happen and whether it can be taken back. */
  question: ComponentChildren;
  /** The deed in a verb, such as "Remove". */
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void | Promise<void>;
  disabled?: boolean;
}

/** A button for something that cannot be undone: asks before, for islands. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { id, title, question, confirmLabel, cancelLabel, onConfirm } = props;
  const { tone = "danger", size, icon, label, children, disabled } = props;
  const isOpen = useSignal(false);
  const isBusy = useSignal(false);

  async function confirm() {
    isBusy.value = true;
    try {
      await onConfirm();
    } finally {
      isBusy.value = false;
      isOpen.value = false;
    }
  }

  return (
    <>
      <Button
        tone={tone}
        size={size}
        icon={icon}
        label={label}
        disabled={disabled}
        aria-haspopup="dialog"
        onClick={() => isOpen.value = true}
      >
        {children}
      </Button>
      <Dialog
        id={id}
        isOpen={isOpen.value}
        onClose={() => isOpen.value = false}
        title={title}
        closeLabel={cancelLabel}
        foot={
          <>
            <Button autofocus onClick={() => isOpen.value = false}>
              {cancelLabel}
            </Button>
            <Button tone="danger" busy={isBusy.value} onClick={confirm}>
              {confirmLabel}
            </Button>
          </>
        }
      >
        <div>{question}</div>
      </Dialog>
    </>
  );
}
