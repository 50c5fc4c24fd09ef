import { assertEquals } from "@std/assert";
import { escaped, html } from "./markup.ts";

Deno.test("everything given is escaped, in content and in attributes", () => {
  const hostile = `"><script>alert('x')</script>&`;
  assertEquals(
    html`<p title="${hostile}">${hostile}</p>`.text,
    `<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">` +
      `&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>`,
  );
});

Deno.test("markup stays, lists are joined, and what is absent leaves nothing", () => {
  assertEquals(
    html`<ul>${[1, 2].map((item) => html`<li>${item}</li>`)}</ul>${null}${undefined}${false}`.text,
    [
      "<ul><li>1</li><li>2</li></ul>",
    ].join(""),
  );
});

Deno.test("characters that no page may hold are replaced", () => {
  assertEquals(escaped("a\u0000b\u001bc\nd\ud800"), "a\ufffdb\ufffdc\nd\ufffd");
});
