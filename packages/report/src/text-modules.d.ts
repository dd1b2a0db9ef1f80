declare module '*.sql' {
  const text: string;
  export default text;
}
declare module '*.csv' {
  const text: string;
  export default text;
}
/** A template, precompiled for Handlebars' runtime. */
declare module '*.hbs' {
  const template: TemplateSpecification;
  export default template;
}
declare module 'handlebars/runtime.js' {
  export { default } from 'handlebars';
}
declare module '*.css' {
  const text: string;
  export default text;
}
/** A script of the page as text. */
declare module '*?bundle' {
  const text: string;
  export default text;
}
/** A script of the page, compressed. */
declare module '*?packed' {
  const script: {
    /** gzip, as the text of a block. */
    readonly packed: string;
    /** SHA-256 of the script, base64. */
    readonly hash: string;
    /** Characters of the script. */
    readonly length: number;
  };
  export default script;
}
