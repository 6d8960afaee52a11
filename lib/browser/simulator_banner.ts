/**
 * Takes away the banner that says no account is connected, once one is. A page
 * that comes later knows by itself.
 */
export function endSimulatorBanner(): void {
  document.querySelector('[data-simulator="only"]')?.remove();
}
