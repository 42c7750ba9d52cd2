/** Thrown when the input of a call is not of the documented shape. */
export class InputError extends Error {
  /**
   * @param {string} path a JSON pointer to the place
   * @param {string} message what is wrong there
   * @param {ErrorOptions} [options]
   */
  constructor(path, message, options) {
    super(path === "" ? message : `${path}: ${message}`, options);
    this.name = "InputError";
    this.path = path;
  }
}
