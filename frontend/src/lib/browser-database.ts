/** A database of the browser's, which outlives the page. Every use opens and closes it. */
export class BrowserDatabase {
  readonly #name: string;
  readonly #stores: Readonly<Record<string, IDBObjectStoreParameters>>;

  /** `stores` are made with it, and cannot be changed later. */
  constructor(name: string, stores: Readonly<Record<string, IDBObjectStoreParameters>>) {
    this.#name = name;
    this.#stores = stores;
  }

  /** What the last request gives, once all of them are kept. Throws a `DOMException` where storage is blocked or full. */
  async use<Result>(act: (transaction: IDBTransaction) => IDBRequest<Result>): Promise<Result> {
    const opening = indexedDB.open(this.#name, 1);
    opening.onupgradeneeded = () => {
      for (const [name, parameters] of Object.entries(this.#stores))
        opening.result.createObjectStore(name, parameters);
    };
    const database = await done(opening);
    try {
      const transaction = database.transaction(Object.keys(this.#stores), "readwrite");
      // A storage that is full says so only when it is to keep what it has taken.
      const [result] = await Promise.all([done(act(transaction)), committed(transaction)]);
      return result;
    } finally {
      database.close();
    }
  }

  forget(): void {
    try {
      indexedDB.deleteDatabase(this.#name);
    } catch {
      // Storage is blocked: nothing was kept.
    }
  }
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new DOMException("storage failed", "UnknownError"));
    };
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new DOMException("storage failed", "AbortError"));
    };
  });
}
