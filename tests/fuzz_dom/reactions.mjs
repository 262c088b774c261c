/**
 * @file Custom elements of the fuzzer's pages. The function is sent to the page as text, so it uses nothing of this file.
 */

/**
 * Defines custom elements that log their reactions, one of which changes the tree in them.
 * @param {(...values: any[]) => void} log
 */
export function defineElements(log) {
  class Plain extends HTMLElement {
    static observedAttributes = ['src', 'id', 'class', 'type'];
    connectedCallback() {
      log('connected', this);
    }
    disconnectedCallback() {
      log('disconnected', this);
    }
    adoptedCallback() {
      log('adopted', this);
    }
    attributeChangedCallback(/** @type {any[]} */ ...values) {
      log('attribute', this, ...values.slice(0, 3));
    }
  }
  customElements.define('x-a', Plain);
  customElements.define(
    'x-b',
    class extends Plain {
      connectedCallback() {
        super.connectedCallback();
        this.append(document.createElement('i'), 'b');
        this.nextSibling?.remove();
      }
    },
  );
  customElements.define(
    'x-c',
    class extends Plain {
      root = this.attachShadow({ mode: 'closed' });
      constructor() {
        super();
        this.root.innerHTML = '<slot></slot><p style="color: red">c</p>';
      }
    },
  );
}
