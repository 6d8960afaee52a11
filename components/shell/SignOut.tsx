import { Icon } from "../Icon.tsx";
import { LogOut } from "../icons.ts";

/** Ends the session; works without a script. */
export function SignOut({ label }: { label: string }) {
  return (
    <form method="post" action="/logout">
      <button type="submit" class="side-link">
        <Icon of={LogOut} size={16} />
        {label}
      </button>
    </form>
  );
}
