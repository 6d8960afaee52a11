import { define } from "../../define.ts";

export default define.page(function Home() {
  return <h1>puter-2api</h1>;
});
