/** Such text Puter's built-in model writes, whatever it is asked. */
export const FILLER =
  "Dolore ea ex esse commodo ad culpa ea in ea sint aute magna ea ipsum ut " +
  "nisi incididunt. In ex magna esse et proident sint cillum Lorem eiusmod " +
  "incididunt ipsum officia commodo dolor non. Laboris eiusmod irure occaecat " +
  "irure qui officia qui laborum laborum id laboris exercitation.";
