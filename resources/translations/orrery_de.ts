<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ChipView</name>
    <message>
        <source>Wheel or ↑ ↓: weight · −: turn round · Delete: take away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take away</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add to the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop on the query line instead to ask with a file without adding it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dimmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to dim, click again to show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Explorer</name>
    <message>
        <source>Adding {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding {name} and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying failed files again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing from the library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding the demo files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{added} added, {failed} failed, {skipped} of kinds that are not supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{new} new or changed files, {gone} gone.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FailureList</name>
    <message>
        <source>Files that were not added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The files stay where they are; nothing else is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skipped</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Drop pictures, sounds or texts here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files or whole folders. They become one space that you can search and see.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything stays on this machine. Your files are only read, never changed or sent anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding your files…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectorModel</name>
    <message>
        <source>{count} picked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is on a drive that is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not there any more. Press F5 to look for changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} kHz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mono</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stereo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Why it matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pick something on the map or in the results to see it here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobLine</name>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KindSwitch</name>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show: {kind}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map of all items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The map appears here as soon as there are items to place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let go of the outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in no cluster</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>Whole map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole map (Home)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to the selection (Z)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour: {what} ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map ▾</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What colours say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the map is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw the map anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to move about, click to pick (V)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw around items; Shift adds, Alt takes away (L)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a box around items; Shift adds, Alt takes away (B)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cluster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>match</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MenuRow</name>
    <message>
        <source>The model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orrery opens no network connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orrery works offline: everything stays on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every action by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model “{name}” puts everything in a space of {dim} dimensions. Licence: {licence}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageStrip</name>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MiniMap</name>
    <message>
        <source>The whole map in small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to go there</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NeighbourStrip</name>
    <message>
        <source>{name}: click to look, lens to find more like it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Organiser</name>
    <message>
        <source>Made “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making a collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding to a collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking out of a collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a collection called “{name}” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Renaming a collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing a collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving a search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing a saved search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added 1 item to “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added {count} items to “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This will be done when the running job has ended: {job}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PassageView</name>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>No sound device was found, so nothing can be played.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sound cannot be played: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Player</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} long</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Back to the question before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueryField</name>
    <message>
        <source>type, or drop an image, a sound or a text…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the query</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueryLine</name>
    <message>
        <source>A folder cannot be asked with; drop it beside the query to add it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model reads {languages} only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{how} {label}, weight {weight}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Ramp</name>
    <message>
        <source>Colours from a far to a near match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>near</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReasonBars</name>
    <message>
        <source>Why it matched</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultModel</name>
    <message>
        <source>{count} likely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found. Try other words, or show all kinds and folders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here yet. Drop files or folders on the window to add them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no likely match · these come nearest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>likely matches end here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {n}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here yet. Drop files or folders on the window to add them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from the library (the files stay)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only this collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add what is picked ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out what is picked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the collection (its items stay)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the saved search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop a folder to add it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop items here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items that are nearly the same, side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items unlike anything else here, the most unusual first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop; what is stored stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show which files failed, and why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (+{count} waiting)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{figures} · paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} embedded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>{library} – Orrery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw the map anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About the model in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for changes in known folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files that were not added…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try failed files again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the demo library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out of the collection in view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show {panel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the sidebar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put panels back in place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sounds only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Texts only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a query</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything, everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every action by name…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to ask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the library is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours like the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder has been added yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show a collection and pick some of its items first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type words, or a file that starts with ./ or /. “+” adds, “-” keeps away, a number and a colon weigh: surfing + 0.5:./gulls.wav - crowd. Filters: kind:image, folder:…, after:2024.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library is the file {path}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>collecting</name>
    <message>
        <source>A name for the new collection:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name for the collection of 1 item:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name for {count} items:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another name for “{name}”:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename the collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the collection “{name}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its items stay in the library, and their files where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for something first; then the search can be saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name for this search:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add to a collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out of “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>docks</name>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>Something went wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sentence}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The query is empty: type some words, or name a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The query “{query}” cannot be understood: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file or folder at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no display to open a window on. “orrery shot --out window.png” draws it off screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {path} cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be used for an evaluation: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing in {path} is labelled. Looked for: manifest.jsonl (image, captions), audio.csv (path, label), sub-folders of pictures or sounds named for their class, or files named like n01440764_tench.jpg.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a supported kind: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be opened: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {kind} is damaged or cut short: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {kind} is too large: {size}, and at most {limit} can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file could not be decoded: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {path} was written by a newer Orrery (schema {found}, this version knows {known}). Update Orrery to open it; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {path} is not a library that Orrery can open: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {path} is being changed by another Orrery (process {holder}). Try again when it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library {path} cannot be opened: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk with {path} is full. What was stored before is safe; make room and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model pack called “{pack}”. Available: {available}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model pack at {path} cannot be used: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model “{pack}” cannot place {what}: it finds nothing in it to go by.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vectors of different spaces cannot be compared ({one} and {other}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong. The log has the details.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>kinds</name>
    <message>
        <source>file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>model</name>
    <message>
        <source>1 item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>{s} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
