"""A visitor's Chromium: opens pages, presses keys, and hears what axe and the console say.

Needs Debian's packages `chromium` and `chromium-driver`; `make test` brings them. Without them the
tests that want a browser fail: they never skip.
"""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.test import Client
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.factories import give_second_factor

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
DESKTOP = 1280
PHONE = 360
NARROW = 320
# Chromium asks its maker for updates at every start; a test machine has no way out.
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--lang=en-GB", "--force-color-profile=srgb",
)  # fmt: skip

LIKELY = (
    "const [elements, words] = arguments;"
    "return elements.filter(each => each.textContent.replace(/\\s+/g, ' ').trim() === words)"
)


class Browser:
    """One Chromium, kept over many tests; each test is a visit of its own."""

    def __init__(self, *, scripts: bool = True) -> None:
        program, driver = shutil.which("chromium"), shutil.which("chromedriver")
        assert program, "Chromium is missing: apt-get install chromium"
        assert driver, "ChromeDriver is missing: apt-get install chromium-driver"
        self._profile = tempfile.mkdtemp(prefix="portal-browser-")
        options = ChromeOptions()
        options.binary_location = program
        for argument in (*QUIET, f"--user-data-dir={self._profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        if not scripts:
            no_scripts = {"profile.managed_default_content_settings.javascript": 2}
            options.add_experimental_option("prefs", no_scripts)
        self.driver = Chrome(options=options, service=Service(driver))
        self.base = ""

    def quit(self) -> None:
        """Close the browser and forget its profile."""
        self.driver.quit()
        shutil.rmtree(self._profile, ignore_errors=True)

    def start_visit(self, base: str) -> "Browser":
        """Begin a visit of the portal at `base`, signed out, at the width of a desktop."""
        self.base = base
        self.at(DESKTOP)
        self.driver.get_log("browser")
        return self

    def end_visit(self) -> None:
        """Sign out and leave the portal, so that no request outlives its test."""
        self.driver.delete_all_cookies()
        self.driver.get("about:blank")

    def at(self, width: int, height: int = 900) -> "Browser":
        """Make the page `width` CSS pixels wide, narrower than a window may be."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        return self

    def open(self, path: str) -> "Browser":
        """Open `path` of the portal."""
        self.driver.get(self.base + path)
        return self

    def sign_in(self, user, *, second_factor: bool = False) -> "Browser":
        """Sign `user` in without the pages; for tests that are not about signing in."""
        client = Client()
        client.force_login(user)
        if second_factor:
            give_second_factor(client, user)
        if not self.driver.current_url.startswith(self.base):
            self.open("/health/live")
        name = settings.SESSION_COOKIE_NAME
        self.driver.add_cookie({"name": name, "value": client.cookies[name].value, "path": "/"})
        return self

    # --- looking --------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The words a person sees on the page."""
        body = (By.TAG_NAME, "body")
        return self._wait().until(lambda driver: (driver.find_element(*body).text,))[0]

    @property
    def path(self) -> str:
        """The page's address without the host."""
        return self.driver.current_url.removeprefix(self.base)

    def find(self, selector: str) -> WebElement:
        """Return the first element that `selector` (CSS) names, waiting for it for 10 seconds."""
        return WebDriverWait(self.driver, 10).until(
            lambda driver: driver.find_element(By.CSS_SELECTOR, selector)
        )

    def all(self, selector: str) -> list[WebElement]:
        """Return every element that `selector` (CSS) names now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait_for(self, words: str) -> "Browser":
        """Wait for 10 seconds until `words` stand on the page."""
        try:
            self._wait().until(lambda _driver: words in self.text)
        except TimeoutException:
            said = f"“{words}” did not come; the page says:\n{self.text[:3000]}"
            raise AssertionError(said) from None
        return self

    def _wait(self) -> WebDriverWait:
        """Wait for 10 seconds, also while one page gives way to the next."""
        ignored = (StaleElementReferenceException,)
        return WebDriverWait(self.driver, 10, ignored_exceptions=ignored)

    def scrolls_sideways(self) -> bool:
        """Say whether the page is wider than its window."""
        return self.driver.execute_script(
            "const root = document.documentElement; return root.scrollWidth > root.clientWidth"
        )

    def picture(self, path: str | Path) -> None:
        """Save the whole page, not only its first screen, as a PNG at `path`."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        width = self.driver.execute_script("return window.innerWidth")
        self.at(width, max(int(height), 900))
        self.driver.save_screenshot(str(path))
        self.at(width)

    # --- acting ---------------------------------------------------------------------------------

    def click(self, words: str) -> "Browser":
        """Follow the link or press the button that is called `words`."""
        self._wait().until(
            lambda _driver: self._called(words), f"Nothing to press is called “{words}”"
        ).click()
        return self

    def _called(self, words: str) -> WebElement | None:
        elements = self.all("a, button, summary, input[type=submit]")
        # The driver takes long to work out a name: those whose text it is are asked first.
        likely = self.driver.execute_script(LIKELY, elements, words)
        for element in [*likely, *elements]:
            name = element.accessible_name or element.text
            if " ".join(name.split()) == words and element.is_displayed():
                return element
        return None

    def fill(self, name: str, value: str) -> "Browser":
        """Write `value` into the field of the form that is sent as `name`."""
        field = self.find(f"[name='{name}']:not([type=hidden])")
        field.clear()
        field.send_keys(value)
        return self

    def press(self, *keys: str) -> "Browser":
        """Press keys where the focus is: `browser.press(Keys.TAB)`."""
        self.driver.switch_to.active_element.send_keys(*keys)
        return self

    def tab_to(self, words: str, limit: int = 150) -> "Browser":
        """Press Tab until the focus is on what is called `words`; fail after `limit` presses."""
        seen = []
        for _press in range(limit):
            self.press(Keys.TAB)
            element = self.driver.switch_to.active_element
            seen.append(" ".join((element.accessible_name or element.text).split()))
            if seen[-1] == words:
                return self
        raise AssertionError(f"Tab never reached “{words}”, but {seen}")

    # --- judging --------------------------------------------------------------------------------

    def axe(self) -> list[str]:
        """Return what axe finds against WCAG 2.2 A and AA: one line for each rule and element."""
        if not self.driver.execute_script("return typeof window.axe === 'object'"):
            self.driver.execute_script(AXE.read_text(encoding="utf-8"))
        # Without preloading: axe would copy imported style sheets into inline styles, which the
        # portal's policy refuses; no rule in use reads them.
        found = self.driver.execute_async_script(
            "const [rules, done] = arguments;"
            "axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"
            ".then(result => done(result.violations), error => done([{id: String(error),"
            " nodes: []}]))",
            RULES,
        )
        return [
            f"{rule['id']}: {node['target']} {node['html'][:150]}"
            for rule in found
            for node in (rule["nodes"] or [{"target": "", "html": rule["id"]}])
        ]

    def complaints(self) -> list[str]:
        """Return the console's errors since the last call, refused resources among them.

        The browser reports every answer of 400 and above as an error of the page, also the page's
        own; those lines are left out where the page itself was asked for.
        """
        own = f"{self.driver.current_url} - Failed to load resource"
        return [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in {"SEVERE", "WARNING"} and not entry["message"].startswith(own)
        ]


def faults_of(browser: Browser, paths: list[str], widths: tuple[int, ...] = (DESKTOP, NARROW)):
    """Open every path at every width; return the faults, a line each."""
    faults = []
    for path in paths:
        for width in widths:
            browser.at(width).open(path)
            where = f"{path} at {width}: "
            faults += [where + line for line in browser.axe() + browser.complaints()]
            if browser.scrolls_sideways():
                faults.append(where + "scrolls sideways")
    return faults
