/* The state of the page in one place: what is shown, in which language, what is selected. */

/** A store of named values. `set` tells those who listen to a name whose value changed. */
export function createStore(first) {
    let state = { ...first };
    let listeners = [];

    const get = () => state;
    function set(changes) {
        const changed = Object.keys(changes).filter((key) => changes[key] !== state[key]);
        if (!changed.length) return;
        state = { ...state, ...changes };
        for (const { keys, call } of [...listeners])
            if (keys.some((key) => changed.includes(key))) call(state, changed);
    }
    function on(keys, call) {
        const one = { keys, call };
        listeners.push(one);
        return () => (listeners = listeners.filter((other) => other !== one));
    }
    function follow(keys, call) {
        call(state, keys);
        return on(keys, call);
    }
    /** The same store for something that is made anew now and then: `end` ends its listening. */
    function scoped() {
        const ends = [];
        return {
            get,
            set,
            on: (keys, call) => ends.push(on(keys, call)),
            follow: (keys, call) => ends.push(follow(keys, call)),
            end: () => ends.forEach((end) => end()),
        };
    }
    return {
        get,
        set,
        scoped,
        /** Call when one of `keys` changes; returns how to end it. */
        on,
        /** Call now, and again when one of `keys` changes. */
        follow,
    };
}
