/*
 * The same flow by mouse, by touch and by keyboard alone: each hand finds what it needs by the name that
 * is read out, and counts what it does. Typing is no action; a click, a tap, a key that does something is.
 */

// More than any page of a test has things to stop at.
const tabsMost = 120;

function named(page, name) {
	return page.waitForSelector(`::-p-aria([name="${name}"])`, { visible: true });
}

// Whether whoever touches an element's middle, or a little beside it, meets the element: what lies over it
// or is too small is touched by mistake.
function isMet(handle, around) {
	return handle.evaluate((one, least) => {
		const { left, top, width, height } = one.getBoundingClientRect();
		const points = [[0, 0], [0, -1], [0, 1], [-1, 0], [1, 0]];

		return points.every(([x, y]) => {
			const met = document.elementFromPoint(left + width / 2 + x * least, top + height / 2 + y * least);

			return one.contains(met) || Boolean(met?.closest('label, .unit')?.contains(one));
		});
	}, around);
}

class Hand {
	count = 0;

	constructor(page) {
		this.page = page;
	}

	/** What was done since it was asked last. */
	since() {
		const { count } = this;

		this.count = 0;
		return count;
	}

	async key(name) {
		this.count += 1;
		await this.page.keyboard.press(name);
	}

	type(text) {
		return this.page.keyboard.type(text);
	}

	/** Presses the button, link or field with this name. */
	async press(name) {
		await this.reach(await named(this.page, name), name);
	}

	/** Opens a page by the bar: its name there may have a number beside it. */
	async go(path) {
		await this.page.waitForSelector('.me');
		for (const link of await this.page.$$(`.nav a[href="${path}"], .bottom a[href="${path}"]`)) {
			if (await link.isVisible()) {
				await this.reach(link, path);
				return;
			}
		}
		throw new Error(`no bar leads to ${path}`);
	}

	/** Opens an objective of the tree. */
	openRow(title) {
		return this.press(title);
	}
}

export class Mouse extends Hand {
	async reach(handle) {
		this.count += 1;
		await handle.click();
	}
}

/** A finger needs 24 pixels (WCAG 2.5.8), and nothing that lies over them. */
export class Finger extends Hand {
	static radius = 11;

	async reach(handle, name) {
		await handle.evaluate((one) => one.scrollIntoView({ block: 'center' }));
		if (!await isMet(handle, Finger.radius)) {
			throw new Error(`"${name}" is too small for a finger, or lies under something else`);
		}
		this.count += 1;
		await handle.tap();
	}
}

export class Keyboard extends Hand {
	has(handle) {
		return handle.evaluate((one) => one === document.activeElement);
	}

	// Tab as often as it takes, once around the page at most. Moving is no action: what is done there is.
	async moveTo(handle, name) {
		for (let i = 0; i < tabsMost; i++) {
			if (await this.has(handle)) {
				return;
			}
			await this.page.keyboard.press('Tab');
		}
		throw new Error(`Tab does not lead to "${name}"`);
	}

	async reach(handle, name) {
		await this.moveTo(handle, name);
		if (!await handle.evaluate((one) => one.matches('input:not([type=checkbox]), textarea'))) {
			await this.key(await handle.evaluate((one) => (one.matches('input') ? 'Space' : 'Enter')));
		}
	}

	// The tree is one stop; inside it arrows move.
	async openRow(title) {
		const tree = await this.page.waitForSelector('.tree tr[tabindex="0"]');

		await this.moveTo(tree, 'the tree');
		for (let i = 0; i < tabsMost; i++) {
			if (await this.page.evaluate((wanted) => document.activeElement.querySelector('.name')?.textContent === wanted, title)) {
				await this.key('Enter');
				return;
			}
			await this.page.keyboard.press('ArrowDown');
		}
		throw new Error(`no row "${title}"`);
	}
}
