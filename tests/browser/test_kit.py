"""The kit itself: it finds what is wrong on a page where everything is."""

from tests.browser.kit import Device

WRONG = """<html lang="zh-Hans"><body><img src="/nothing.png"><div style="width:900px">x</div>
<p>This sentence is not in Chinese at all</p><p lang="en">This one says that it is English</p>
<input><button onclick="alert(1)"></button></body></html>"""


def test_the_kit_finds_what_is_wrong(phone_zh: Device) -> None:
    opened = phone_zh.open("/accessibility/")
    opened.page.evaluate("html => { document.documentElement.innerHTML = html }", WRONG)
    opened.page.evaluate("document.querySelector('div').style.width = '900px'")
    opened.page.wait_for_load_state("networkidle")
    assert opened.too_wide()
    assert opened.english() == ["This sentence is not in Chinese at all"]
    assert {line.split(":")[0] for line in opened.serious()} >= {"image-alt", "label"}
    assert any("Content Security Policy" in said for said in opened.said)
    assert any("404" in said for said in opened.said)


def test_a_key_of_one_character_can_be_switched_off(desktop_en: Device) -> None:
    page = desktop_en.open("/look/", "wang").page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "find"
    page.evaluate("localStorage.clear()")


def test_the_theme_changes_at_once_and_stays(desktop_en: Device) -> None:
    page = desktop_en.open("/look/").page
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Automatic").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_without_a_script_the_menu_of_a_phone_opens(phone_zh: Device) -> None:
    page = phone_zh.open("/look/", "wang", java_script_enabled=False).page
    page.locator(".menu > summary").click()
    assert page.locator(".menu-body a[href='/match/']").is_visible()


def test_without_a_network_the_page_for_that_is_shown(desktop_en: Device) -> None:
    page = desktop_en.open("/look/").page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.context.set_offline(True)
    try:
        page.goto(page.url.replace("/look/", "/accessibility/"))
        assert "现在没有网络" in page.content()
        names = page.evaluate(
            "caches.keys().then(k => caches.open(k[0])).then(c => c.keys())"
            ".then(r => r.map(x => new URL(x.url).pathname))"
        )
    finally:
        page.context.set_offline(False)
    assert [n for n in names if not n.startswith(("/static/", "/offline/"))] == []
