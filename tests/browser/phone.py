"""The page as somebody at it sees and uses it."""

from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.webhooks.standin.running import Customer

PATIENCE_MS = 60_000

expect.set_options(timeout=PATIENCE_MS)


class Phone:
    """The page, opened for one customer. What the browser complains of is kept in `complaints`."""

    def __init__(self, page: Page, customer: Customer) -> None:
        self.page = page
        self.customer = customer
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{customer.standin.url}/#{customer.account}/{quote(customer.name)}")
        expect(page.locator("#welcome-name, .messages > li").first).to_be_attached()
        expect(page.locator("#customers [aria-current]")).to_contain_text(customer.name)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def button(self, name: str, *, within: str = "body") -> Locator:
        return self.find(within).get_by_role("button", name=name, exact=True)

    @property
    def text(self) -> Locator:
        return self.page.get_by_label("Message as the customer")

    @property
    def replies(self) -> Locator:
        """What the app answered, in order."""
        return self.find("#messages .app .bubble")

    @property
    def own(self) -> Locator:
        """What the customer wrote, in order."""
        return self.find("#messages .customer .bubble")

    @property
    def why(self) -> Locator:
        return self.page.get_by_role("tabpanel", name="Why this reply")

    def say(self, text: str) -> None:
        """Write it and send it by Enter."""
        self.text.fill(text)
        self.text.press("Enter")
        expect(self.text).to_have_value("")

    def ask(self, text: str) -> Locator:
        """Write it, and wait for one more reply."""
        before = self.replies.count()
        self.say(text)
        expect(self.replies).to_have_count(before + 1)
        return self.replies.last

    def do(self, what: str, *, with_: Locator) -> None:
        """Open what can be done with a bubble, by a right click, and do it."""
        with_.click(button="right")
        self.button(what, within="#sheet").click()

    def go(self, place: str) -> None:
        """Go to "Chat" or "Page" on the phone."""
        self.page.get_by_role("group", name="Place in the app").get_by_role("button", name=place).click()

    def comment(self, text: str) -> Locator:
        """Write it under the post."""
        box = self.page.get_by_label("Comment in public")
        box.fill(text)
        box.press("Enter")
        return self.comments.filter(has_text=text)

    @property
    def comments(self) -> Locator:
        return self.find("#comments > li")
