extension PageScript {
    /// Plays the film and sound in the window, silently, so that it is fetched and shows a picture.
    static let playMediaBody = #"""
        globalThis.exhibitPlaying ??= [];
        const started = [];
        for (const root of roots()) {
          for (const media of select(root, 'video, audio', 200)) {
            if (globalThis.exhibitPlaying.length >= 20) { break; }
            if (touched.has(media) || !media.paused || !isInWindow(media)) { continue; }
            touched.add(media);
            globalThis.exhibitPlaying.push(media);
            started.push({ selector: place(media), text: media.localName });
            media.muted = true;
            media.play().catch(() => {});
          }
        }
        return answer({ clicked: started });
        """#

    /// Halts what `play-media` plays, once a picture of it is there, or after two seconds.
    static let pauseMediaBody = #"""
        const playing = (globalThis.exhibitPlaying ?? []).filter((media) => media.isConnected);
        const isSettled = (media) => media.readyState >= 2 || media.error !== null || media.networkState === 3;
        const end = performance.now() + 2000;
        while (playing.some((media) => !isSettled(media)) && performance.now() < end) {
          await new Promise((done) => setTimeout(done, 50));
        }
        for (const media of playing) { media.pause(); }
        return answer({ paused: playing.length });
        """#
}
