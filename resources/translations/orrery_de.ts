<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>About</name>
    <message>
        <source>About Orrery</source>
        <translation>Über Orrery</translation>
    </message>
    <message>
        <source>Pictures, sounds and texts in one searchable space, on your own machine. Nothing is uploaded.</source>
        <translation>Bilder, Klänge und Texte in einem durchsuchbaren Raum, auf dem eigenen Rechner. Nichts wird hochgeladen.</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>What Orrery brings along</source>
        <translation>Was Orrery mitbringt</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Its licence is {licence}.</source>
        <translation>Die Lizenz ist {licence}.</translation>
    </message>
</context>
<context>
    <name>ArrangeBar</name>
    <message>
        <source>Cards</source>
        <translation>Karten</translation>
    </message>
    <message>
        <source>List with columns</source>
        <translation>Liste mit Spalten</translation>
    </message>
    <message>
        <source>Fold near-duplicates into stacks</source>
        <translation>Fast Gleiches zu Stapeln legen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Ranking, lanes or groups</source>
        <translation>Rangliste, Spuren oder Gruppen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>The other way round</source>
        <translation>Andersherum</translation>
    </message>
    <message>
        <source>One ranking</source>
        <translation>Eine Rangliste</translation>
    </message>
    <message>
        <source>A lane per kind</source>
        <translation>Eine Spur je Art</translation>
    </message>
    <message>
        <source>By folder</source>
        <translation>Nach Ordner</translation>
    </message>
    <message>
        <source>By cluster</source>
        <translation>Nach Gruppe</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tag</translation>
    </message>
</context>
<context>
    <name>AxesBar</name>
    <message>
        <source>Back to the map by likeness</source>
        <translation>Zurück zur Karte nach Ähnlichkeit</translation>
    </message>
    <message>
        <source>Directions of the map</source>
        <translation>Richtungen der Karte</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>top</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>leise</translation>
    </message>
    <message>
        <source>loud</source>
        <translation>laut</translation>
    </message>
    <message>
        <source>What lies at this end of the map: {end}</source>
        <translation>Was an diesem Ende der Karte liegt: {end}</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Anordnen</translation>
    </message>
    <message>
        <source>Place the items between these words</source>
        <translation>Die Einträge zwischen diesen Wörtern anordnen</translation>
    </message>
</context>
<context>
    <name>ChipView</name>
    <message>
        <source>Wheel or ↑ ↓: weight · −: turn round · Delete: take away</source>
        <translation>Rad oder ↑ ↓: Gewicht · −: umkehren · Entf: wegnehmen</translation>
    </message>
    <message>
        <source>Like this</source>
        <translation>So wie das</translation>
    </message>
    <message>
        <source>Not like this</source>
        <translation>Nicht so wie das</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Wegnehmen</translation>
    </message>
</context>
<context>
    <name>ClusterCard</name>
    <message>
        <source>What its items have in common</source>
        <translation>Was die Einträge gemeinsam haben</translation>
    </message>
    <message>
        <source>Cluster: {name}</source>
        <translation>Gruppe: {name}</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>part of {name}</source>
        <translation>Teil von {name}</translation>
    </message>
    <message>
        <source>{name} · {count}</source>
        <translation>{name} · {count}</translation>
    </message>
</context>
<context>
    <name>ClusterModel</name>
    <message>
        <source>Renamed to “{name}”.</source>
        <translation>Umbenannt in „{name}“.</translation>
    </message>
    <message>
        <source>It has the name again that was found.</source>
        <translation>Sie hat wieder den gefundenen Namen.</translation>
    </message>
    <message>
        <source>Renaming a cluster</source>
        <translation>Eine Gruppe umbenennen</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} Einträge</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} Bilder</translation>
    </message>
    <message>
        <source>{count} sounds</source>
        <translation>{count} Klänge</translation>
    </message>
    <message>
        <source>{count} texts</source>
        <translation>{count} Texte</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Aktion finden</translation>
    </message>
</context>
<context>
    <name>CrashReport</name>
    <message>
        <source>Crash report</source>
        <translation>Absturzbericht</translation>
    </message>
    <message>
        <source>Orrery ran into a fault last time</source>
        <translation>Orrery ist beim letzten Mal auf einen Fehler gestoßen</translation>
    </message>
    <message>
        <source>The last fault</source>
        <translation>Der letzte Fehler</translation>
    </message>
    <message>
        <source>This report is kept on this machine only; Orrery never sends it. It may name files of yours. Copy it to pass it on.</source>
        <translation>Dieser Bericht bleibt auf diesem Rechner; Orrery verschickt ihn nie. Er kann Namen Ihrer Dateien enthalten. Zum Weitergeben kopieren Sie ihn.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add to the library</source>
        <translation>Loslassen, um es in die Bibliothek aufzunehmen</translation>
    </message>
    <message>
        <source>Drop on the query line instead to ask with a file without adding it.</source>
        <translation>Über der Suchzeile losgelassen wird mit der Datei gesucht, ohne sie aufzunehmen.</translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>shown</source>
        <translation>gezeigt</translation>
    </message>
    <message>
        <source>dimmed</source>
        <translation>abgeblendet</translation>
    </message>
    <message>
        <source>{name}: click dims it, Ctrl and click dims all others</source>
        <translation>{name}: ein Klick blendet es ab, Strg und Klick blendet alles andere ab</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
</context>
<context>
    <name>Explorer</name>
    <message>
        <source>Adding {name}</source>
        <translation>{name} wird aufgenommen</translation>
    </message>
    <message>
        <source>Adding {name} and {count} more</source>
        <translation>{name} und {count} weitere werden aufgenommen</translation>
    </message>
    <message>
        <source>Looking for changes</source>
        <translation>Suche nach Änderungen</translation>
    </message>
    <message>
        <source>Taking in changes in {name}</source>
        <translation>Änderungen in {name} werden aufgenommen</translation>
    </message>
    <message>
        <source>Trying failed files again</source>
        <translation>Fehlgeschlagene Dateien werden noch einmal versucht</translation>
    </message>
    <message>
        <source>Removing from the library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Finding the files of {name}</source>
        <translation>Die Dateien von {name} werden gesucht</translation>
    </message>
    <message>
        <source>Watching a folder</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>Die Karte wird gezeichnet</translation>
    </message>
    <message>
        <source>Adding the demo files</source>
        <translation>Die Beispieldateien werden aufgenommen</translation>
    </message>
    <message>
        <source>{added} added, {failed} failed, {skipped} of kinds that are not supported.</source>
        <translation>{added} aufgenommen, {failed} fehlgeschlagen, {skipped} von nicht unterstützter Art.</translation>
    </message>
    <message>
        <source>{new} new or changed files, {gone} gone.</source>
        <translation>{new} neue oder geänderte Dateien, {gone} verschwunden.</translation>
    </message>
    <message>
        <source>{count} items were removed. That is too many to take back; their files are where they were.</source>
        <translation>{count} Einträge wurden entfernt. Das sind zu viele, um es rückgängig zu machen; ihre Dateien sind, wo sie waren.</translation>
    </message>
    <message>
        <source>{found} files found again, {missing} still missing.</source>
        <translation>{found} Dateien wiedergefunden, {missing} fehlen noch.</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Copying 1 file</source>
        <translation>1 Datei wird kopiert</translation>
    </message>
    <message>
        <source>Copying {count} files</source>
        <translation>{count} Dateien werden kopiert</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>{file} wird geschrieben</translation>
    </message>
    <message>
        <source>1 file copied to {folder}.</source>
        <translation>1 Datei nach {folder} kopiert.</translation>
    </message>
    <message>
        <source>{n} files copied to {folder}.</source>
        <translation>{n} Dateien nach {folder} kopiert.</translation>
    </message>
    <message>
        <source>{n} got a number, for the name was taken.</source>
        <translation>{n} bekamen eine Nummer, weil der Name vergeben war.</translation>
    </message>
    <message>
        <source>{n} could not be copied, the first of them {file}: {reason}.</source>
        <translation>{n} konnten nicht kopiert werden, als erste {file}: {reason}.</translation>
    </message>
    <message>
        <source>1 line written to {file}.</source>
        <translation>1 Zeile nach {file} geschrieben.</translation>
    </message>
    <message>
        <source>{n} lines written to {file}.</source>
        <translation>{n} Zeilen nach {file} geschrieben.</translation>
    </message>
</context>
<context>
    <name>FailureList</name>
    <message>
        <source>Files that were not added</source>
        <translation>Nicht aufgenommene Dateien</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The files stay where they are; nothing else is lost.</source>
        <translation>Die Dateien bleiben, wo sie sind; sonst ist nichts verloren.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übergangen</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Drop pictures, sounds or texts here</source>
        <translation>Bilder, Klänge oder Texte hierher ziehen</translation>
    </message>
    <message>
        <source>Files or whole folders. They become one space that you can search and see.</source>
        <translation>Dateien oder ganze Ordner. Daraus wird ein Raum, den Sie durchsuchen und sehen können.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Beispiel ansehen</translation>
    </message>
    <message>
        <source>Everything stays on this machine. Your files are only read, never changed or sent anywhere.</source>
        <translation>Alles bleibt auf diesem Rechner. Ihre Dateien werden nur gelesen, nie verändert und nirgendwohin geschickt.</translation>
    </message>
    <message>
        <source>Adding your files…</source>
        <translation>Ihre Dateien werden aufgenommen …</translation>
    </message>
</context>
<context>
    <name>HeatLayer</name>
    <message>
        <source>Looking for what matched…</source>
        <translation>Es wird gesucht, was passt …</translation>
    </message>
    <message>
        <source>The picture matched as a whole.</source>
        <translation>Das Bild passt als Ganzes.</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Undo: {name}</source>
        <translation>Rückgängig: {name}</translation>
    </message>
    <message>
        <source>Redo: {name}</source>
        <translation>Wiederholen: {name}</translation>
    </message>
</context>
<context>
    <name>InspectorModel</name>
    <message>
        <source>{count} picked</source>
        <translation>{count} ausgewählt</translation>
    </message>
    <message>
        <source>This file is on a drive that is not connected.</source>
        <translation>Diese Datei liegt auf einem Laufwerk, das nicht verbunden ist.</translation>
    </message>
    <message>
        <source>This file is not there any more. Press F5 to look for changes.</source>
        <translation>Diese Datei ist nicht mehr da. F5 sucht nach Änderungen.</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Abtastrate</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Künstler</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Kopien</translation>
    </message>
    <message>
        <source>{rate} kHz</source>
        <translation>{rate} kHz</translation>
    </message>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message>
        <source>{time} s</source>
        <translation>{time} s</translation>
    </message>
    <message>
        <source>{length} mm</source>
        <translation>{length} mm</translation>
    </message>
    <message>
        <source>{count} alike, this is the best</source>
        <translation>{count} ähnliche, diese ist die beste</translation>
    </message>
    <message>
        <source>{count} alike, the best is {name}</source>
        <translation>{count} ähnliche, die beste ist {name}</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Why it matched</source>
        <translation>Warum es passt</translation>
    </message>
    <message>
        <source>Draw a rectangle on the picture to ask with</source>
        <translation>Auf dem Bild ein Rechteck ziehen, mit dem gefragt wird</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Nearest images</source>
        <translation>Nächste Bilder</translation>
    </message>
    <message>
        <source>Nearest sounds</source>
        <translation>Nächste Klänge</translation>
    </message>
    <message>
        <source>Nearest texts</source>
        <translation>Nächste Texte</translation>
    </message>
    <message>
        <source>Pick something on the map or in the results to see it here.</source>
        <translation>Wählen Sie etwas auf der Karte oder in den Ergebnissen, um es hier zu sehen.</translation>
    </message>
    <message>
        <source>Pick a picture first; then a part of it can be asked with.</source>
        <translation>Wählen Sie zuerst ein Bild; dann lässt sich mit einem Teil davon fragen.</translation>
    </message>
</context>
<context>
    <name>ItemTile</name>
    <message>
        <source>{name} (click or Space: play)</source>
        <translation>{name} (Klick oder Leertaste: abspielen)</translation>
    </message>
</context>
<context>
    <name>JobTray</name>
    <message>
        <source>Jobs</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>Nichts läuft.</translation>
    </message>
    <message>
        <source>Files that were not added…</source>
        <translation>Nicht aufgenommene Dateien …</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
</context>
<context>
    <name>JobView</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop; what is stored stays</source>
        <translation>Beenden; was gespeichert ist, bleibt</translation>
    </message>
    <message>
        <source>Do it once more</source>
        <translation>Noch einmal tun</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>beendet</translation>
    </message>
</context>
<context>
    <name>KindSwitch</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Show: {kind}</source>
        <translation>Zeigen: {kind}</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>no tags yet</source>
        <translation>noch keine Schlagwörter</translation>
    </message>
    <message>
        <source>nothing known yet</source>
        <translation>noch nichts bekannt</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>fewer</source>
        <translation>weniger</translation>
    </message>
    <message>
        <source>Dim it</source>
        <translation>Abblenden</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Dim all others</source>
        <translation>Alles andere abblenden</translation>
    </message>
    <message>
        <source>Pick it and tell what it is</source>
        <translation>Auswählen und sagen, was sie ist</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Pick its items</source>
        <translation>Seine Einträge auswählen</translation>
    </message>
    <message>
        <source>Keep only these in view</source>
        <translation>Nur diese zeigen</translation>
    </message>
</context>
<context>
    <name>LimitLine</name>
    <message>
        <source>only {filter}</source>
        <translation>nur {filter}</translation>
    </message>
</context>
<context>
    <name>LimitView</name>
    <message>
        <source>Delete: take away</source>
        <translation>Entf: wegnehmen</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Wegnehmen</translation>
    </message>
</context>
<context>
    <name>MapAxes</name>
    <message>
        <source>Name what lies at the right and at the top; the other two ends may stay empty.</source>
        <translation>Nennen Sie, was rechts und was oben liegt; die beiden anderen Enden dürfen leer bleiben.</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Map of all items</source>
        <translation>Karte aller Einträge</translation>
    </message>
    <message>
        <source>The map appears here as soon as there are items to place.</source>
        <translation>Hier erscheint die Karte, sobald es Einträge gibt.</translation>
    </message>
</context>
<context>
    <name>MapPointer</name>
    <message>
        <source>Pick a cluster first: click its name, or one of its items.</source>
        <translation>Wählen Sie zuerst eine Gruppe: Klicken Sie auf ihren Namen oder einen ihrer Einträge.</translation>
    </message>
    <message>
        <source>{count} picked</source>
        <translation>{count} ausgewählt</translation>
    </message>
    <message>
        <source>Pick two items first: the path leads from one to the other.</source>
        <translation>Wählen Sie erst zwei Einträge: Der Pfad führt vom einen zum anderen.</translation>
    </message>
    <message>
        <source>Path between these two</source>
        <translation>Pfad zwischen diesen beiden</translation>
    </message>
    <message>
        <source>Pick the whole cluster</source>
        <translation>Die ganze Gruppe auswählen</translation>
    </message>
    <message>
        <source>Rename the cluster…</source>
        <translation>Die Gruppe umbenennen …</translation>
    </message>
    <message>
        <source>in no cluster</source>
        <translation>in keiner Gruppe</translation>
    </message>
</context>
<context>
    <name>MapTools</name>
    <message>
        <source>Colour: {what} ▾</source>
        <translation>Farbe: {what} ▾</translation>
    </message>
    <message>
        <source>Between words ▾</source>
        <translation>Zwischen Wörtern ▾</translation>
    </message>
    <message>
        <source>What colours say</source>
        <translation>Was die Farben sagen</translation>
    </message>
    <message>
        <source>How the map is made</source>
        <translation>Wie die Karte entsteht</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Schieben</translation>
    </message>
    <message>
        <source>Drag to move about, or an item to take it along; click to pick (V)</source>
        <translation>Ziehen verschiebt die Karte oder nimmt einen Eintrag mit, Klicken wählt aus (V)</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Draw around items; Shift adds, Alt takes away (L)</source>
        <translation>Einträge umfahren; Umschalt fügt hinzu, Alt nimmt weg (L)</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Draw a box around items; Shift adds, Alt takes away (B)</source>
        <translation>Einen Rahmen um Einträge ziehen; Umschalt fügt hinzu, Alt nimmt weg (B)</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Click two items to see what lies between them (P)</source>
        <translation>Zwei Einträge anklicken, um zu sehen, was dazwischen liegt (P)</translation>
    </message>
    <message>
        <source>cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
</context>
<context>
    <name>MenuRow</name>
    <message>
        <source>The model in use</source>
        <translation>Das verwendete Modell</translation>
    </message>
    <message>
        <source>More menus</source>
        <translation>Weitere Menüs</translation>
    </message>
    <message>
        <source>A model is being downloaded; nothing else opens a network connection.</source>
        <translation>Ein Modell wird heruntergeladen; sonst öffnet nichts eine Netzverbindung.</translation>
    </message>
    <message>
        <source>downloading</source>
        <translation>lädt herunter</translation>
    </message>
    <message>
        <source>A model is being downloaded</source>
        <translation>Ein Modell wird heruntergeladen</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>Orrery opens no network connection</source>
        <translation>Orrery öffnet keine Netzverbindung</translation>
    </message>
    <message>
        <source>Orrery works offline: everything stays on this machine.</source>
        <translation>Orrery arbeitet offline: Alles bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Every action by name</source>
        <translation>Jede Aktion beim Namen</translation>
    </message>
    <message>
        <source>The model “{name}” puts everything in a space of {dim} dimensions. Licence: {licence}.</source>
        <translation>Das Modell „{name}“ ordnet alles in einen Raum mit {dim} Dimensionen ein. Lizenz: {licence}.</translation>
    </message>
</context>
<context>
    <name>MessageStrip</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>MiniMap</name>
    <message>
        <source>The whole map in small</source>
        <translation>Die ganze Karte im Kleinen</translation>
    </message>
    <message>
        <source>Click to go there</source>
        <translation>Klicken, um dorthin zu gehen</translation>
    </message>
</context>
<context>
    <name>ModelShelf</name>
    <message>
        <source>Downloading {name}</source>
        <translation>{name} wird heruntergeladen</translation>
    </message>
    <message>
        <source>Adding the model in {name}</source>
        <translation>Das Modell in {name} wird hinzugefügt</translation>
    </message>
    <message>
        <source>Joining {image} and {sound}</source>
        <translation>{image} und {sound} werden verbunden</translation>
    </message>
    <message>
        <source>Removing {name}</source>
        <translation>{name} wird entfernt</translation>
    </message>
    <message>
        <source>Trying {name}</source>
        <translation>{name} wird ausprobiert</translation>
    </message>
    <message>
        <source>Embedding everything with {name}</source>
        <translation>Alles wird mit {name} eingebettet</translation>
    </message>
    <message>
        <source>Going back</source>
        <translation>Zurück zum vorigen Modell</translation>
    </message>
    <message>
        <source>Deleting {name}</source>
        <translation>{name} wird gelöscht</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>half downloaded</source>
        <translation>halb heruntergeladen</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>beschädigt</translation>
    </message>
    <message>
        <source>{count} languages</source>
        <translation>{count} Sprachen</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Sprachen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Raum</translation>
    </message>
    <message>
        <source>{dim} dimensions</source>
        <translation>{dim} Dimensionen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>etwa {size}</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>{share} of it, {size}</source>
        <translation>{share} davon, {size}</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>Diese Bibliothek</translation>
    </message>
    <message>
        <source>estimated on this machine, not fitted on known matches</source>
        <translation>auf diesem Rechner geschätzt, nicht an bekannten Treffern angepasst</translation>
    </message>
    <message>
        <source>fitted on known matches</source>
        <translation>an bekannten Treffern angepasst</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Wertungen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Models run on {device}. {reason}</source>
        <translation>Modelle rechnen auf: {device}. {reason}</translation>
    </message>
    <message>
        <source>For {kind} it is {device}. {reason}</source>
        <translation>Für {kind} gilt: {device}. {reason}</translation>
    </message>
    <message>
        <source>For the whole library: about {time} and {size} on the disk.</source>
        <translation>Für die ganze Bibliothek: etwa {time} und {size} auf der Platte.</translation>
    </message>
    <message>
        <source>Tried on {counts}; nothing was stored.</source>
        <translation>Ausprobiert an {counts}; nichts wurde gespeichert.</translation>
    </message>
    <message>
        <source>Of the ten nearest {kind}, {share} stay (by chance {chance})</source>
        <translation>Von den zehn nächsten ({kind}) bleiben {share} (durch Zufall {chance})</translation>
    </message>
    <message>
        <source>{count} {kind} of the library cannot be read by it.</source>
        <translation>{count} {kind} der Bibliothek kann es nicht lesen.</translation>
    </message>
    <message>
        <source>images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>{away} items could not be reached, {failed} failed; F5 looks again.</source>
        <translation>{away} Einträge waren nicht erreichbar, {failed} schlugen fehl; F5 sieht noch einmal nach.</translation>
    </message>
    <message>
        <source>pictures by {image}, sounds by {sound}, texts by {text}</source>
        <translation>Bilder von {image}, Klänge von {sound}, Texte von {text}</translation>
    </message>
    <message>
        <source>{share} of the ten nearest found on the other side (by chance {chance}), {count} phrases</source>
        <translation>{share} der zehn nächsten auf der anderen Seite wiedergefunden (zufällig {chance}), {count} Ausdrücke</translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation>Brücke</translation>
    </message>
    <message>
        <source>Joined from</source>
        <translation>Verbunden aus</translation>
    </message>
    <message>
        <source>{licence}, for research only</source>
        <translation>{licence}, nur für die Forschung</translation>
    </message>
    <message>
        <source>{rates} a second</source>
        <translation>{rates} je Sekunde</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>slow</source>
        <translation>langsam</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Add from an archive…</source>
        <translation>Aus einem Archiv hinzufügen …</translation>
    </message>
    <message>
        <source>Add from a folder…</source>
        <translation>Aus einem Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Go back to {name}</source>
        <translation>Zurück zu {name}</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>Was geprüft wurde</translation>
    </message>
    <message>
        <source>Download {size}</source>
        <translation>{size} herunterladen</translation>
    </message>
    <message>
        <source>Go on with the download</source>
        <translation>Weiter herunterladen</translation>
    </message>
    <message>
        <source>Go on changing to it</source>
        <translation>Den Wechsel fortsetzen</translation>
    </message>
    <message>
        <source>Use for this library</source>
        <translation>Für diese Bibliothek verwenden</translation>
    </message>
    <message>
        <source>Try on this library</source>
        <translation>An dieser Bibliothek ausprobieren</translation>
    </message>
    <message>
        <source>Delete from the library ({size})</source>
        <translation>Aus der Bibliothek löschen ({size})</translation>
    </message>
    <message>
        <source>Remove from this machine</source>
        <translation>Von diesem Rechner entfernen</translation>
    </message>
    <message>
        <source>Join with…</source>
        <translation>Verbinden mit …</translation>
    </message>
    <message>
        <source>One model of two: pictures from the one, sounds from the other</source>
        <translation>Ein Modell aus zweien: Bilder vom einen, Klänge vom anderen</translation>
    </message>
    <message>
        <source>Pictures by {image}, sounds by {sound}</source>
        <translation>Bilder von {image}, Klänge von {sound}</translation>
    </message>
    <message>
        <source>Joining; the status line of the window tells how far it is, and stops it.</source>
        <translation>Wird verbunden; die Statuszeile des Fensters zeigt, wie weit es ist, und hält es an.</translation>
    </message>
    <message>
        <source>{then} instead of {now}</source>
        <translation>{then} statt {now}</translation>
    </message>
    <message>
        <source>Back to the model</source>
        <translation>Zurück zum Modell</translation>
    </message>
    <message>
        <source>Most different</source>
        <translation>Am verschiedensten</translation>
    </message>
    <message>
        <source>Most alike</source>
        <translation>Am ähnlichsten</translation>
    </message>
    <message>
        <source>By your {labels}</source>
        <translation>Nach Ihren Angaben ({labels})</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>then</source>
        <translation>dann</translation>
    </message>
    <message>
        <source>now {now}, then {then}, by chance {chance}</source>
        <translation>jetzt {now}, dann {then}, durch Zufall {chance}</translation>
    </message>
    <message>
        <source>Downloading; the status line of the window tells how far it is, and stops it.</source>
        <translation>Es wird heruntergeladen; die Statuszeile des Fensters sagt, wie weit es ist, und hält es an.</translation>
    </message>
    <message>
        <source>{name} may be used for research only (licence: {licence}, {source}). Do you accept that?</source>
        <translation>{name} darf nur für die Forschung verwendet werden (Lizenz: {licence}, {source}). Stimmen Sie dem zu?</translation>
    </message>
    <message>
        <source>For research only</source>
        <translation>Nur für die Forschung</translation>
    </message>
    <message>
        <source>Add a model from a folder</source>
        <translation>Ein Modell aus einem Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Archives (*.zip *.tar *.tar.gz *.tgz *.tar.xz)</source>
        <translation>Archive (*.zip *.tar *.tar.gz *.tgz *.tar.xz)</translation>
    </message>
    <message>
        <source>Add a model from an archive</source>
        <translation>Ein Modell aus einem Archiv hinzufügen</translation>
    </message>
</context>
<context>
    <name>NeighbourStrip</name>
    <message>
        <source>{name}: click to look, lens to find more like it</source>
        <translation>{name}: Klick zum Ansehen, Lupe für mehr davon</translation>
    </message>
</context>
<context>
    <name>Organiser</name>
    <message>
        <source>Made “{name}”.</source>
        <translation>„{name}“ angelegt.</translation>
    </message>
    <message>
        <source>Making a collection</source>
        <translation>Sammlung anlegen</translation>
    </message>
    <message>
        <source>Adding to a collection</source>
        <translation>Zu einer Sammlung hinzufügen</translation>
    </message>
    <message>
        <source>Taking out of a collection</source>
        <translation>Aus einer Sammlung nehmen</translation>
    </message>
    <message>
        <source>There is a collection called “{name}” already.</source>
        <translation>Es gibt schon eine Sammlung namens „{name}“.</translation>
    </message>
    <message>
        <source>Renaming a collection</source>
        <translation>Sammlung umbenennen</translation>
    </message>
    <message>
        <source>Removing a collection</source>
        <translation>Sammlung entfernen</translation>
    </message>
    <message>
        <source>Saving a search</source>
        <translation>Suche sichern</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>Als „{name}“ gesichert.</translation>
    </message>
    <message>
        <source>Tag “{name}” on 1 item</source>
        <translation>Schlagwort „{name}“ für 1 Eintrag</translation>
    </message>
    <message>
        <source>Tag “{name}” on {count} items</source>
        <translation>Schlagwort „{name}“ für {count} Einträge</translation>
    </message>
    <message>
        <source>New tag “{name}”</source>
        <translation>Neues Schlagwort „{name}“</translation>
    </message>
    <message>
        <source>Tagged “{name}”.</source>
        <translation>Mit „{name}“ verschlagwortet.</translation>
    </message>
    <message>
        <source>Took “{name}” off.</source>
        <translation>„{name}“ abgenommen.</translation>
    </message>
    <message>
        <source>There is a tag called “{name}” already.</source>
        <translation>Es gibt schon ein Schlagwort namens „{name}“.</translation>
    </message>
    <message>
        <source>Renaming a tag</source>
        <translation>Schlagwort umbenennen</translation>
    </message>
    <message>
        <source>Colour of a tag</source>
        <translation>Farbe eines Schlagworts</translation>
    </message>
    <message>
        <source>Key of a tag</source>
        <translation>Taste eines Schlagworts</translation>
    </message>
    <message>
        <source>Removed the tag “{name}”. Ctrl+Z brings it back.</source>
        <translation>Das Schlagwort „{name}“ ist entfernt. Strg+Z bringt es zurück.</translation>
    </message>
    <message>
        <source>Removing a tag</source>
        <translation>Schlagwort entfernen</translation>
    </message>
    <message>
        <source>Removed the collection “{name}”. Ctrl+Z brings it back.</source>
        <translation>Die Sammlung „{name}“ ist entfernt. Strg+Z bringt sie zurück.</translation>
    </message>
    <message>
        <source>There is a saved search called “{name}” already.</source>
        <translation>Es gibt schon eine gesicherte Suche namens „{name}“.</translation>
    </message>
    <message>
        <source>Renaming a saved search</source>
        <translation>Gesicherte Suche umbenennen</translation>
    </message>
    <message>
        <source>Removing a saved search</source>
        <translation>Gesicherte Suche entfernen</translation>
    </message>
    <message>
        <source>Added 1 item to “{name}”.</source>
        <translation>1 Eintrag zu „{name}“ hinzugefügt.</translation>
    </message>
    <message>
        <source>Added {count} items to “{name}”.</source>
        <translation>{count} Einträge zu „{name}“ hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>PassageView</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Find more like the picked words (R)</source>
        <translation>Mehr wie die markierten Wörter finden (R)</translation>
    </message>
</context>
<context>
    <name>PathStops</name>
    <message>
        <source>Stops of the path</source>
        <translation>Halte auf dem Pfad</translation>
    </message>
    <message>
        <source>Stop {number} of {count}: {name}</source>
        <translation>Halt {number} von {count}: {name}</translation>
    </message>
</context>
<context>
    <name>PathStrip</name>
    <message>
        <source>Path between two items</source>
        <translation>Pfad zwischen zwei Einträgen</translation>
    </message>
    <message>
        <source>One stop back (Left)</source>
        <translation>Einen Halt zurück (Links)</translation>
    </message>
    <message>
        <source>Play the path (Space)</source>
        <translation>Den Pfad abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>One stop on (Right)</source>
        <translation>Einen Halt weiter (Rechts)</translation>
    </message>
    <message>
        <source>Forget the path (Esc)</source>
        <translation>Den Pfad verwerfen (Esc)</translation>
    </message>
    <message>
        <source>Path from {start} to {end}</source>
        <translation>Pfad von {start} nach {end}</translation>
    </message>
    <message>
        <source>Looking for the way from {start} …</source>
        <translation>Der Weg von {start} wird gesucht …</translation>
    </message>
    <message>
        <source>Path from {start}: now pick where it ends</source>
        <translation>Pfad von {start}: Wählen Sie nun, wo er endet</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Fit (Home)</source>
        <translation>Einpassen (Pos1)</translation>
    </message>
    <message>
        <source>Every pixel (End)</source>
        <translation>Jedes Pixel (Ende)</translation>
    </message>
    <message>
        <source>Show what matched (H)</source>
        <translation>Zeigen, was passt (H)</translation>
    </message>
    <message>
        <source>Draw a rectangle around the part to ask with (S)</source>
        <translation>Ein Rechteck um den Teil ziehen, mit dem gefragt wird (S)</translation>
    </message>
    <message>
        <source>Find more like the part in view (R)</source>
        <translation>Mehr wie den sichtbaren Teil finden (R)</translation>
    </message>
    <message>
        <source>Find more like this</source>
        <translation>Mehr davon finden</translation>
    </message>
    <message>
        <source>Enter; Shift+Enter beside what is asked already · Esc: take the rectangle away</source>
        <translation>Eingabe; Umschalt+Eingabe zusätzlich zur Frage · Esc: Rechteck entfernen</translation>
    </message>
    <message>
        <source>chosen: {wide:.0f} × {high:.0f} per cent of it, {x:.0f} from the left, {y:.0f} from the top</source>
        <translation>gewählt: {wide:.0f} × {high:.0f} Prozent davon, {x:.0f} von links, {y:.0f} von oben</translation>
    </message>
    <message>
        <source>at {n} per cent</source>
        <translation>bei {n} Prozent</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>No sound device was found, so nothing can be played.</source>
        <translation>Es wurde kein Audiogerät gefunden, darum lässt sich nichts abspielen.</translation>
    </message>
    <message>
        <source>The file is not there any more.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The sound cannot be played: {reason}</source>
        <translation>Der Klang lässt sich nicht abspielen: {reason}</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Player</source>
        <translation>Spieler</translation>
    </message>
    <message>
        <source>Find more like this stretch (R)</source>
        <translation>Mehr wie diesen Abschnitt finden (R)</translation>
    </message>
    <message>
        <source>Play once (L: loop)</source>
        <translation>Einmal spielen (L: Schleife)</translation>
    </message>
    <message>
        <source>Looping all of it (L)</source>
        <translation>Alles in Schleife (L)</translation>
    </message>
    <message>
        <source>Looping what matched (L)</source>
        <translation>Was passt, in Schleife (L)</translation>
    </message>
    <message>
        <source>{length} long</source>
        <translation>{length} lang</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>alle Kerne</translation>
    </message>
    <message>
        <source>up to four</source>
        <translation>bis zu vier</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Watch folders that I add: take in changes at once</source>
        <translation>Neue Ordner beobachten: Änderungen sofort aufnehmen</translation>
    </message>
    <message>
        <source>Search faster from 250,000 files on: one answer in a hundred may be left out</source>
        <translation>Ab 250.000 Dateien schneller suchen: eine von hundert Antworten kann fehlen</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>wird gezählt …</translation>
    </message>
    <message>
        <source>Clear now</source>
        <translation>Jetzt leeren</translation>
    </message>
    <message>
        <source>Language, scale, threads and faster search hold from the next start.</source>
        <translation>Sprache, Größe, Threads und schnellere Suche gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Threads for the model</source>
        <translation>Threads für das Modell</translation>
    </message>
    <message>
        <source>Processes that read files</source>
        <translation>Prozesse, die Dateien lesen</translation>
    </message>
    <message>
        <source>Previews take at most</source>
        <translation>Vorschaubilder höchstens</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>now {size}</source>
        <translation>jetzt {size}</translation>
    </message>
</context>
<context>
    <name>QueryBar</name>
    <message>
        <source>Back to the question before</source>
        <translation>Zurück zur vorigen Frage</translation>
    </message>
    <message>
        <source>Forward again</source>
        <translation>Wieder vor</translation>
    </message>
</context>
<context>
    <name>QueryField</name>
    <message>
        <source>type, or drop an image, a sound or a text…</source>
        <translation>tippen, oder ein Bild, einen Klang, einen Text herziehen …</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Clear the query</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>As text: {query}</source>
        <translation>Als Text: {query}</translation>
    </message>
</context>
<context>
    <name>QueryLine</name>
    <message>
        <source>Asking with the first {few} of {count} files. To ask with all of them, add them to the library, pick them there and drop them here again.</source>
        <translation>Gefragt wird mit den ersten {few} von {count} Dateien. Um mit allen zu fragen, nehmen Sie sie in die Bibliothek auf, wählen sie dort aus und lassen sie noch einmal hier los.</translation>
    </message>
    <message>
        <source>A folder cannot be asked with; drop it beside the query to add it.</source>
        <translation>Mit einem Ordner lässt sich nicht suchen; neben der Suchzeile losgelassen wird er aufgenommen.</translation>
    </message>
    <message>
        <source>This model reads {languages} only.</source>
        <translation>Dieses Modell liest nur {languages}.</translation>
    </message>
    <message>
        <source>not like</source>
        <translation>nicht wie</translation>
    </message>
    <message>
        <source>like</source>
        <translation>wie</translation>
    </message>
    <message>
        <source>{how} {label}, weight {weight}</source>
        <translation>{how} {label}, Gewicht {weight}</translation>
    </message>
    <message>
        <source>part of {name}</source>
        <translation>Teil von {name}</translation>
    </message>
</context>
<context>
    <name>QuickLook</name>
    <message>
        <source>A large look</source>
        <translation>Großansicht</translation>
    </message>
    <message>
        <source>Arrows: next · Enter: open · Space or Esc: back</source>
        <translation>Pfeile: weiter · Eingabe: öffnen · Leertaste oder Esc: zurück</translation>
    </message>
</context>
<context>
    <name>Ramp</name>
    <message>
        <source>Colours from a far to a near match</source>
        <translation>Farben von fern bis nah</translation>
    </message>
    <message>
        <source>far</source>
        <translation>fern</translation>
    </message>
    <message>
        <source>near</source>
        <translation>nah</translation>
    </message>
</context>
<context>
    <name>ReasonBars</name>
    <message>
        <source>Why it matched</source>
        <translation>Warum es passt</translation>
    </message>
</context>
<context>
    <name>ResultModel</name>
    <message>
        <source>{count} likely</source>
        <translation>{count} wahrscheinlich</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
    <message>
        <source>Nothing found. Try other words, or show all kinds and folders.</source>
        <translation>Nichts gefunden. Versuchen Sie andere Wörter, oder zeigen Sie alle Arten und Ordner.</translation>
    </message>
    <message>
        <source>Nothing here yet. Drop files or folders on the window to add them.</source>
        <translation>Noch nichts hier. Ziehen Sie Dateien oder Ordner auf das Fenster, um sie aufzunehmen.</translation>
    </message>
    <message>
        <source>no likely match · these come nearest</source>
        <translation>kein wahrscheinlicher Treffer · diese kommen am nächsten</translation>
    </message>
    <message>
        <source>likely matches end here</source>
        <translation>hier enden die wahrscheinlichen Treffer</translation>
    </message>
    <message>
        <source>in no cluster</source>
        <translation>in keiner Gruppe</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>{kind} {name}</source>
        <translation>{kind} {name}</translation>
    </message>
    <message>
        <source>score {n}</source>
        <translation>Wertung {n}</translation>
    </message>
    <message>
        <source>stack of {n}</source>
        <translation>Stapel von {n}</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} Einträge</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Results as a list</source>
        <translation>Ergebnisse als Liste</translation>
    </message>
    <message>
        <source>Results in one ranking</source>
        <translation>Ergebnisse in einer Rangliste</translation>
    </message>
    <message>
        <source>Results in a lane per kind</source>
        <translation>Ergebnisse in einer Spur je Art</translation>
    </message>
    <message>
        <source>Results by folder</source>
        <translation>Ergebnisse nach Ordner</translation>
    </message>
    <message>
        <source>Results by cluster</source>
        <translation>Ergebnisse nach Gruppe</translation>
    </message>
    <message>
        <source>Results by day</source>
        <translation>Ergebnisse nach Tag</translation>
    </message>
    <message>
        <source>Results as cards or as a list</source>
        <translation>Ergebnisse als Karten oder als Liste</translation>
    </message>
    <message>
        <source>Fold near-duplicates, or unfold them</source>
        <translation>Fast Gleiches stapeln oder ausbreiten</translation>
    </message>
    <message>
        <source>Pick all near-duplicates but the best copies</source>
        <translation>Fast Gleiches auswählen, außer den besten</translation>
    </message>
    <message>
        <source>Copy to a folder…</source>
        <translation>In einen Ordner kopieren …</translation>
    </message>
    <message>
        <source>Export as a table (CSV)…</source>
        <translation>Als Tabelle exportieren (CSV) …</translation>
    </message>
    <message>
        <source>Export as JSON…</source>
        <translation>Als JSON exportieren …</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>wird gesucht …</translation>
    </message>
    <message>
        <source>Nothing here yet. Drop files or folders on the window to add them.</source>
        <translation>Noch nichts hier. Ziehen Sie Dateien oder Ordner auf das Fenster, um sie aufzunehmen.</translation>
    </message>
    <message>
        <source>Picked {count} copies of which there is a better one.</source>
        <translation>{count} Kopien ausgewählt, von denen es eine bessere gibt.</translation>
    </message>
    <message>
        <source>No near-duplicates are shown.</source>
        <translation>Es ist nichts fast Gleiches zu sehen.</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung …</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Neues Schlagwort …</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Diese Suche sichern …</translation>
    </message>
    <message>
        <source>Show only this folder</source>
        <translation>Nur diesen Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Den Ordner öffnen</translation>
    </message>
    <message>
        <source>Look for changes</source>
        <translation>Nach Änderungen suchen</translation>
    </message>
    <message>
        <source>Watch it: take in changes at once</source>
        <translation>Beobachten: Änderungen sofort aufnehmen</translation>
    </message>
    <message>
        <source>It has moved: choose its new place…</source>
        <translation>Er ist umgezogen: neuen Ort wählen …</translation>
    </message>
    <message>
        <source>Remove from the library (the files stay)</source>
        <translation>Aus der Bibliothek entfernen (die Dateien bleiben)</translation>
    </message>
    <message>
        <source>Show only this collection</source>
        <translation>Nur diese Sammlung zeigen</translation>
    </message>
    <message>
        <source>Add what is picked ({count})</source>
        <translation>Ausgewähltes hinzufügen ({count})</translation>
    </message>
    <message>
        <source>Take out what is picked</source>
        <translation>Ausgewähltes herausnehmen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Remove the collection (its items stay)</source>
        <translation>Sammlung entfernen (ihre Einträge bleiben)</translation>
    </message>
    <message>
        <source>Show only items with this tag</source>
        <translation>Nur Einträge mit diesem Schlagwort zeigen</translation>
    </message>
    <message>
        <source>Tag what is picked, or take it off ({count})</source>
        <translation>Ausgewähltem geben oder abnehmen ({count})</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Remove the tag, off all items</source>
        <translation>Schlagwort entfernen, von allen Einträgen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>{key}, now “{tag}”</source>
        <translation>{key}, jetzt „{tag}“</translation>
    </message>
    <message>
        <source>Where is “{name}” now?</source>
        <translation>Wo ist „{name}“ jetzt?</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>Noch einmal suchen</translation>
    </message>
    <message>
        <source>Remove the saved search</source>
        <translation>Gesicherte Suche entfernen</translation>
    </message>
</context>
<context>
    <name>SidebarModel</name>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sounds</source>
        <translation>Klänge</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Drop a folder to add it</source>
        <translation>Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>watched</source>
        <translation>beobachtet</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Key {key} puts it on what is picked</source>
        <translation>Taste {key} gibt es dem Ausgewählten</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung …</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Sammlungen</translation>
    </message>
    <message>
        <source>Drop items here</source>
        <translation>Einträge hierher ziehen</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Diese Suche sichern …</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gesicherte Suchen</translation>
    </message>
    <message>
        <source>Items that are nearly the same, side by side</source>
        <translation>Einträge, die fast gleich sind, nebeneinander</translation>
    </message>
    <message>
        <source>Items unlike anything else here, the most unusual first</source>
        <translation>Einträge, die keinem anderen gleichen, die ungewöhnlichsten zuerst</translation>
    </message>
    <message>
        <source>Near-duplicates</source>
        <translation>Fast gleich</translation>
    </message>
    <message>
        <source>Outliers</source>
        <translation>Ausreißer</translation>
    </message>
    <message>
        <source>Failed files</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Zeigen, warum</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Beachten</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Show all jobs</source>
        <translation>Alle Aufgaben zeigen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop; what is stored stays</source>
        <translation>Beenden; was gespeichert ist, bleibt</translation>
    </message>
    <message>
        <source>Show which files failed, and why</source>
        <translation>Zeigen, welche Dateien fehlschlugen und warum</translation>
    </message>
    <message>
        <source>1 job failed</source>
        <translation>1 Aufgabe fehlgeschlagen</translation>
    </message>
    <message>
        <source>{count} jobs failed</source>
        <translation>{count} Aufgaben fehlgeschlagen</translation>
    </message>
    <message>
        <source> (+{count} waiting)</source>
        <translation> (+{count} wartend)</translation>
    </message>
    <message>
        <source>{figures} · paused</source>
        <translation>{figures} · angehalten</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 Eintrag</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} Einträge</translation>
    </message>
    <message>
        <source>{count} embedded</source>
        <translation>{count} eingeordnet</translation>
    </message>
    <message>
        <source>{count} missing</source>
        <translation>{count} fehlen</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>Suggester</name>
    <message>
        <source>Choosing one of each</source>
        <translation>Von jedem eins aussuchen</translation>
    </message>
    <message>
        <source>Looking for what goes with {count} items</source>
        <translation>Suchen, was zu {count} Einträgen passt</translation>
    </message>
    <message>
        <source>Ask something first: then its answers can differ from one another.</source>
        <translation>Fragen Sie zuerst etwas: Dann können sich die Antworten voneinander unterscheiden.</translation>
    </message>
    <message>
        <source>Asking with {few} items that stand for the {count}.</source>
        <translation>Gefragt wird mit {few} Einträgen, die für alle {count} stehen.</translation>
    </message>
    <message>
        <source>picked item</source>
        <translation>ausgewählter Eintrag</translation>
    </message>
    <message>
        <source>There is nothing to suggest: these items are not on the map yet.</source>
        <translation>Es gibt nichts vorzuschlagen: Diese Einträge sind noch nicht auf der Karte.</translation>
    </message>
    <message>
        <source>Pick some items first, on the map or in the results.</source>
        <translation>Wählen Sie zuerst Einträge aus, auf der Karte oder in den Ergebnissen.</translation>
    </message>
</context>
<context>
    <name>TypedLine</name>
    <message>
        <source>How to go on</source>
        <translation>Wie es weitergehen kann</translation>
    </message>
</context>
<context>
    <name>Watcher</name>
    <message>
        <source>The folder {name} cannot be watched: {reason}. F5 looks for changes.</source>
        <translation>Der Ordner {name} lässt sich nicht beobachten: {reason}. F5 sucht nach Änderungen.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>{library} – Orrery</source>
        <translation>{library} – Orrery</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner aufnehmen</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien aufnehmen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Draw the map anew</source>
        <translation>Karte neu zeichnen</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>About the model in use</source>
        <translation>Über das verwendete Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien aufnehmen …</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner aufnehmen …</translation>
    </message>
    <message>
        <source>Look for changes in known folders</source>
        <translation>In bekannten Ordnern nach Änderungen suchen</translation>
    </message>
    <message>
        <source>Files that were not added…</source>
        <translation>Nicht aufgenommene Dateien …</translation>
    </message>
    <message>
        <source>Try failed files again</source>
        <translation>Fehlgeschlagene noch einmal versuchen</translation>
    </message>
    <message>
        <source>Open the demo library</source>
        <translation>Beispielbibliothek öffnen</translation>
    </message>
    <message>
        <source>Open a library</source>
        <translation>Bibliothek öffnen</translation>
    </message>
    <message>
        <source>My library</source>
        <translation>Meine Bibliothek</translation>
    </message>
    <message>
        <source>New library</source>
        <translation>Neue Bibliothek</translation>
    </message>
    <message>
        <source>{library} in {folder}</source>
        <translation>{library} in {folder}</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>New library…</source>
        <translation>Neue Bibliothek …</translation>
    </message>
    <message>
        <source>Open a library…</source>
        <translation>Bibliothek öffnen …</translation>
    </message>
    <message>
        <source>All jobs…</source>
        <translation>Alle Aufgaben …</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Neues Schlagwort …</translation>
    </message>
    <message>
        <source>Tag {key}</source>
        <translation>Schlagwort {key}</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung …</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Take out of the collection in view</source>
        <translation>Aus der gezeigten Sammlung nehmen</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Tag by key</source>
        <translation>Schlagwort per Taste</translation>
    </message>
    <message>
        <source>Show {panel}</source>
        <translation>{panel} zeigen</translation>
    </message>
    <message>
        <source>Show the sidebar</source>
        <translation>Seitenleiste zeigen</translation>
    </message>
    <message>
        <source>Put panels back in place</source>
        <translation>Bereiche an ihren Platz zurück</translation>
    </message>
    <message>
        <source>Images only</source>
        <translation>Nur Bilder</translation>
    </message>
    <message>
        <source>Sounds only</source>
        <translation>Nur Klänge</translation>
    </message>
    <message>
        <source>Texts only</source>
        <translation>Nur Texte</translation>
    </message>
    <message>
        <source>Type a query</source>
        <translation>Suche eingeben</translation>
    </message>
    <message>
        <source>Ask with what was copied</source>
        <translation>Mit dem Kopierten suchen</translation>
    </message>
    <message>
        <source>Edit the query as text</source>
        <translation>Suche als Text bearbeiten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Save this search…</source>
        <translation>Diese Suche sichern …</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>Everything, everywhere</source>
        <translation>Alles, überall</translation>
    </message>
    <message>
        <source>Every action by name…</source>
        <translation>Jede Aktion beim Namen …</translation>
    </message>
    <message>
        <source>How to ask</source>
        <translation>Wie man sucht</translation>
    </message>
    <message>
        <source>Where the library is</source>
        <translation>Wo die Bibliothek liegt</translation>
    </message>
    <message>
        <source>The last crash report…</source>
        <translation>Der letzte Absturzbericht …</translation>
    </message>
    <message>
        <source>About Orrery and its licences…</source>
        <translation>Über Orrery und seine Lizenzen …</translation>
    </message>
    <message>
        <source>Colours like the system</source>
        <translation>Farben wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Orrery libraries ({pattern})</source>
        <translation>Orrery-Bibliotheken ({pattern})</translation>
    </message>
    <message>
        <source>Undo: {name}</source>
        <translation>Rückgängig: {name}</translation>
    </message>
    <message>
        <source>Redo: {name}</source>
        <translation>Wiederholen: {name}</translation>
    </message>
    <message>
        <source>No folder has been added yet.</source>
        <translation>Es wurde noch kein Ordner aufgenommen.</translation>
    </message>
    <message>
        <source>Show a collection and pick some of its items first.</source>
        <translation>Zeigen Sie erst eine Sammlung, und wählen Sie Einträge daraus.</translation>
    </message>
    <message>
        <source>Type words, or a file that starts with ./ or /. “+” adds, “-” keeps away, a number and a colon weigh: surfing + 0.5:./gulls.wav - crowd. AND, OR and NOT join in capitals: dog AND snow NOT sledge. A &quot;quoted phrase&quot; and a file&apos;s own name come first. Part of a file: ./gulls.wav#t=2,5.5. Filters: kind:image, folder:…, tag:…, after:2024, duration:5s..1min, size:..2MB, duplicates:fold.</source>
        <translation>Tippen Sie Wörter oder eine Datei, die mit ./ oder / beginnt. „+“ fügt hinzu, „-“ hält fern, eine Zahl und ein Doppelpunkt gewichten: surfing + 0.5:./gulls.wav - crowd. AND, OR und NOT verbinden in Großbuchstaben: dog AND snow NOT sledge. Ein &quot;Wortlaut in Anführungszeichen&quot; und der Name einer Datei kommen zuerst. Teil einer Datei: ./gulls.wav#t=2,5.5. Filter: kind:image, folder:…, tag:…, after:2024, duration:5s..1min, size:..2MB, duplicates:fold.</translation>
    </message>
    <message>
        <source>The library is the file {path}.</source>
        <translation>Die Bibliothek ist die Datei {path}.</translation>
    </message>
</context>
<context>
    <name>Windows</name>
    <message>
        <source>There is no crash report.</source>
        <translation>Es gibt keinen Absturzbericht.</translation>
    </message>
</context>
<context>
    <name>collecting</name>
    <message>
        <source>A name for the new collection:</source>
        <translation>Ein Name für die neue Sammlung:</translation>
    </message>
    <message>
        <source>A name for the collection of 1 item:</source>
        <translation>Ein Name für die Sammlung mit 1 Eintrag:</translation>
    </message>
    <message>
        <source>A name for {count} items:</source>
        <translation>Ein Name für {count} Einträge:</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>Neue Sammlung</translation>
    </message>
    <message>
        <source>Rename the saved search</source>
        <translation>Gesicherte Suche umbenennen</translation>
    </message>
    <message>
        <source>Rename the tag</source>
        <translation>Schlagwort umbenennen</translation>
    </message>
    <message>
        <source>A name for the new tag:</source>
        <translation>Ein Name für das neue Schlagwort:</translation>
    </message>
    <message>
        <source>A name for the tag of key {key}:</source>
        <translation>Ein Name für das Schlagwort der Taste {key}:</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neues Schlagwort</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>New tag…</source>
        <translation>Neues Schlagwort …</translation>
    </message>
    <message>
        <source>Pick something first; then {key} tags it.</source>
        <translation>Wählen Sie erst etwas aus; dann verschlagwortet es {key}.</translation>
    </message>
    <message>
        <source>Another name for “{name}” (empty: the one that was found):</source>
        <translation>Ein anderer Name für „{name}“ (leer: der gefundene):</translation>
    </message>
    <message>
        <source>Rename the cluster</source>
        <translation>Die Gruppe umbenennen</translation>
    </message>
    <message>
        <source>Another name for “{name}”:</source>
        <translation>Ein anderer Name für „{name}“:</translation>
    </message>
    <message>
        <source>Rename the collection</source>
        <translation>Sammlung umbenennen</translation>
    </message>
    <message>
        <source>Ask for something first; then the search can be saved.</source>
        <translation>Suchen Sie erst etwas; dann lässt sich die Suche sichern.</translation>
    </message>
    <message>
        <source>A name for this search:</source>
        <translation>Ein Name für diese Suche:</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche sichern</translation>
    </message>
    <message>
        <source>Add to a collection</source>
        <translation>Zu einer Sammlung hinzufügen</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung …</translation>
    </message>
    <message>
        <source>Take out of “{name}”</source>
        <translation>Aus „{name}“ nehmen</translation>
    </message>
</context>
<context>
    <name>colours</name>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Sky</source>
        <translation>Himmelblau</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>Braun</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Petrol</translation>
    </message>
</context>
<context>
    <name>columns</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>devices</name>
    <message>
        <source>the processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>NVIDIA graphics (CUDA)</source>
        <translation>NVIDIA-Grafik (CUDA)</translation>
    </message>
    <message>
        <source>AMD graphics (ROCm)</source>
        <translation>AMD-Grafik (ROCm)</translation>
    </message>
    <message>
        <source>AMD graphics (MIGraphX)</source>
        <translation>AMD-Grafik (MIGraphX)</translation>
    </message>
    <message>
        <source>graphics (DirectML)</source>
        <translation>Grafik (DirectML)</translation>
    </message>
    <message>
        <source>Apple&apos;s neural engine (Core ML)</source>
        <translation>Apples Neural Engine (Core ML)</translation>
    </message>
    <message>
        <source>Intel&apos;s OpenVINO</source>
        <translation>Intels OpenVINO</translation>
    </message>
    <message>
        <source>Qualcomm&apos;s neural processor</source>
        <translation>Qualcomms neuronaler Prozessor</translation>
    </message>
    <message>
        <source>ONNX Runtime could not load it; its driver may be missing, or there is no such device in this machine</source>
        <translation>ONNX Runtime konnte sie nicht laden; vielleicht fehlt der Treiber, oder dieses Gerät gibt es in diesem Rechner nicht</translation>
    </message>
    <message>
        <source>{name} could not be used: {why}.</source>
        <translation>Nicht verwendbar: {name} ({why}).</translation>
    </message>
    <message>
        <source>The installed ONNX Runtime offers nothing else; one that was built for graphics cards would be used.</source>
        <translation>Die installierte ONNX Runtime bietet nichts anderes; eine für Grafikkarten gebaute würde verwendet.</translation>
    </message>
    <message>
        <source>The installed ONNX Runtime offers {name}.</source>
        <translation>Die installierte ONNX Runtime bietet: {name}.</translation>
    </message>
</context>
<context>
    <name>docks</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>Something went wrong.</source>
        <translation>Etwas ist schiefgegangen.</translation>
    </message>
    <message>
        <source>{sentence}</source>
        <translation>{sentence}</translation>
    </message>
    <message>
        <source>The query is empty: type some words, or name a file.</source>
        <translation>Die Suche ist leer: Tippen Sie Wörter, oder nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>The query “{query}” cannot be understood: {reason}.</source>
        <translation>Die Suche „{query}“ ist nicht zu verstehen: {reason}.</translation>
    </message>
    <message>
        <source>There is no file or folder at {path}.</source>
        <translation>Bei {path} gibt es weder Datei noch Ordner.</translation>
    </message>
    <message>
        <source>There is no display to open a window on. “orrery shot --out window.png” draws it off screen.</source>
        <translation>Es gibt keinen Bildschirm für ein Fenster. „orrery shot --out window.png“ zeichnet es ohne Bildschirm.</translation>
    </message>
    <message>
        <source>The file {path} cannot be written.</source>
        <translation>Die Datei {path} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>{path} cannot be used for an evaluation: {reason}.</source>
        <translation>{path} taugt nicht für eine Auswertung: {reason}.</translation>
    </message>
    <message>
        <source>Nothing in {path} is labelled. Looked for: manifest.jsonl (image, captions), audio.csv (path, label), sub-folders of pictures or sounds named for their class, or files named like n01440764_tench.jpg.</source>
        <translation>In {path} ist nichts beschriftet. Gesucht wurden: manifest.jsonl (image, captions), audio.csv (path, label), nach ihrer Klasse benannte Unterordner mit Bildern oder Klängen, oder Dateien mit Namen wie n01440764_tench.jpg.</translation>
    </message>
    <message>
        <source>The model “{model}” may be used for research only (licence: {licence}, {source}). Whoever accepts that downloads it with --accept-licence.</source>
        <translation>Das Modell „{model}“ darf nur zur Forschung verwendet werden (Lizenz: {licence}, {source}). Wer das annimmt, lädt es mit --accept-licence.</translation>
    </message>
    <message>
        <source>{reason}</source>
        <translation>{reason}</translation>
    </message>
    <message>
        <source>Not a supported kind: {what}.</source>
        <translation>Keine unterstützte Art: {what}.</translation>
    </message>
    <message>
        <source>The file cannot be opened: {reason}.</source>
        <translation>Die Datei lässt sich nicht öffnen: {reason}.</translation>
    </message>
    <message>
        <source>The {kind} is damaged or cut short: {reason}.</source>
        <translation>Beschädigt oder abgeschnitten ({kind}): {reason}.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The {kind} is too large: {size}, and at most {limit} can be read.</source>
        <translation>Zu groß ({kind}): {size}; höchstens {limit} können gelesen werden.</translation>
    </message>
    <message>
        <source>The file could not be decoded: {reason}.</source>
        <translation>Die Datei ließ sich nicht entschlüsseln: {reason}.</translation>
    </message>
    <message>
        <source>The library {path} was written by a newer Orrery (schema {found}, this version knows {known}). Update Orrery to open it; nothing was changed.</source>
        <translation>Die Bibliothek {path} wurde von einem neueren Orrery geschrieben (Schema {found}, diese Version kennt {known}). Aktualisieren Sie Orrery, um sie zu öffnen; nichts wurde verändert.</translation>
    </message>
    <message>
        <source>The file {path} is not a library that Orrery can open: {reason}.</source>
        <translation>Die Datei {path} ist keine Bibliothek, die Orrery öffnen kann: {reason}.</translation>
    </message>
    <message>
        <source>The library {path} is being changed by another Orrery (process {holder}). Try again when it is done.</source>
        <translation>Die Bibliothek {path} wird gerade von einem anderen Orrery geändert (Prozess {holder}). Versuchen Sie es noch einmal, wenn es fertig ist.</translation>
    </message>
    <message>
        <source>The library {path} cannot be opened: {reason}.</source>
        <translation>Die Bibliothek {path} lässt sich nicht öffnen: {reason}.</translation>
    </message>
    <message>
        <source>The library has changed since, so that this does not fit any more. Nothing was changed.</source>
        <translation>Die Bibliothek hat sich seither geändert, sodass das nicht mehr passt. Nichts wurde verändert.</translation>
    </message>
    <message>
        <source>The disk with {path} is full. What was stored before is safe; make room and start again.</source>
        <translation>Der Datenträger mit {path} ist voll. Was vorher gespeichert war, ist sicher; schaffen Sie Platz, und beginnen Sie noch einmal.</translation>
    </message>
    <message>
        <source>There is no model pack called “{pack}”. Available: {available}.</source>
        <translation>Es gibt kein Modell namens „{pack}“. Vorhanden: {available}.</translation>
    </message>
    <message>
        <source>The model pack at {path} cannot be used: {reason}.</source>
        <translation>Das Modell in {path} kann nicht verwendet werden: {reason}.</translation>
    </message>
    <message>
        <source>The model “{pack}” cannot place {what}: it finds nothing in it to go by.</source>
        <translation>Das Modell „{pack}“ kann {what} nicht einordnen: Es findet darin keinen Anhalt.</translation>
    </message>
    <message>
        <source>Vectors of different spaces cannot be compared ({one} and {other}).</source>
        <translation>Vektoren verschiedener Räume lassen sich nicht vergleichen ({one} und {other}).</translation>
    </message>
    <message>
        <source>The library uses the model “{model}”, which is not on this machine any more. Nothing is lost: “orrery models download {model}” or “orrery models add FOLDER” brings it back, “orrery models join” with “--as {model}” a model that was joined, and “orrery models use starter” changes to another one.</source>
        <translation>Die Bibliothek verwendet das Modell „{model}“, das nicht mehr auf diesem Rechner ist. Nichts ist verloren: „orrery models download {model}“ oder „orrery models add ORDNER“ bringt es zurück, „orrery models join“ mit „--as {model}“ ein Modell, das verbunden war, und „orrery models use starter“ wechselt zu einem anderen.</translation>
    </message>
    <message>
        <source>The model “{pack}” joins “{part}”, which is not on this machine any more. Nothing is lost: “orrery models download {part}” or “orrery models add FOLDER” brings it back.</source>
        <translation>Das Modell „{pack}“ verbindet „{part}“, das nicht mehr auf diesem Rechner ist. Nichts ist verloren: „orrery models download {part}“ oder „orrery models add ORDNER“ bringt es zurück.</translation>
    </message>
    <message>
        <source>The model “{pack}” joins “{part}” as {joined}, and on this machine is {found}. “orrery models join” makes a new model of the one that is here.</source>
        <translation>Das Modell „{pack}“ verbindet „{part}“ als {joined}, und auf diesem Rechner ist {found}. „orrery models join“ macht ein neues Modell aus dem, das hier ist.</translation>
    </message>
    <message>
        <source>{path} cannot be taken in as a model: {reason}.</source>
        <translation>{path} lässt sich nicht als Modell aufnehmen: {reason}.</translation>
    </message>
    <message>
        <source>The model “{model}” was not downloaded: {reason}</source>
        <translation>Das Modell „{model}“ wurde nicht geladen: {reason}</translation>
    </message>
    <message>
        <source>No model pack was made of “{model}”: {reason}</source>
        <translation>Aus „{model}“ wurde kein Modell gemacht: {reason}</translation>
    </message>
    <message>
        <source>The model “{model}” needs {needed} on the disk with {path}, and {free} are free. Make room and start again; what was downloaded before is kept.</source>
        <translation>Das Modell „{model}“ braucht {needed} auf dem Datenträger mit {path}, und {free} sind frei. Schaffen Sie Platz, und beginnen Sie noch einmal; was schon geladen war, bleibt.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Beendet.</translation>
    </message>
    <message>
        <source>Something went wrong. The log has the details.</source>
        <translation>Etwas ist schiefgegangen. Das Protokoll enthält die Einzelheiten.</translation>
    </message>
</context>
<context>
    <name>exporting</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Copy 1 file to a folder…</source>
        <translation>1 Datei in einen Ordner kopieren …</translation>
    </message>
    <message>
        <source>Copy {count} files to a folder…</source>
        <translation>{count} Dateien in einen Ordner kopieren …</translation>
    </message>
    <message>
        <source>As a table (CSV)…</source>
        <translation>Als Tabelle (CSV) …</translation>
    </message>
    <message>
        <source>As JSON…</source>
        <translation>Als JSON …</translation>
    </message>
    <message>
        <source>There is nothing to export.</source>
        <translation>Es gibt nichts zu exportieren.</translation>
    </message>
    <message>
        <source>Copy to this folder</source>
        <translation>In diesen Ordner kopieren</translation>
    </message>
    <message>
        <source>Write the results to</source>
        <translation>Ergebnisse schreiben nach</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>results</source>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>items</name>
    <message>
        <source>Find more like this</source>
        <translation>Mehr davon finden</translation>
    </message>
    <message>
        <source>Add to the query</source>
        <translation>Zur Suche hinzufügen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Reveal in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Copy {count} paths</source>
        <translation>{count} Pfade kopieren</translation>
    </message>
    <message>
        <source>Index again</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>Remove from the library (the file stays)</source>
        <translation>Aus der Bibliothek entfernen (die Datei bleibt)</translation>
    </message>
    <message>
        <source>Less like this</source>
        <translation>Weniger wie dies</translation>
    </message>
    <message>
        <source>Find more like these</source>
        <translation>Mehr wie diese finden</translation>
    </message>
    <message>
        <source>Less like these</source>
        <translation>Weniger wie diese</translation>
    </message>
    <message>
        <source>You may also want…</source>
        <translation>Dazu passt vielleicht …</translation>
    </message>
    <message>
        <source>One of each of these</source>
        <translation>Von diesen von jedem eins</translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>kinds</name>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>languages</name>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
</context>
<context>
    <name>map</name>
    <message>
        <source>Move about on the map</source>
        <translation>Auf der Karte bewegen</translation>
    </message>
    <message>
        <source>Draw a lasso</source>
        <translation>Lasso ziehen</translation>
    </message>
    <message>
        <source>Draw a box</source>
        <translation>Rahmen ziehen</translation>
    </message>
    <message>
        <source>Path between two points</source>
        <translation>Pfad zwischen zwei Punkten</translation>
    </message>
    <message>
        <source>Show the whole map</source>
        <translation>Ganze Karte zeigen</translation>
    </message>
    <message>
        <source>Zoom to the selection</source>
        <translation>Zur Auswahl zoomen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Look where I looked before</source>
        <translation>Zum vorigen Ausschnitt</translation>
    </message>
    <message>
        <source>Look forward again</source>
        <translation>Wieder zum späteren Ausschnitt</translation>
    </message>
    <message>
        <source>Place items between things that I name</source>
        <translation>Einträge zwischen Dingen anordnen, die ich nenne</translation>
    </message>
    <message>
        <source>Pick everything in view on the map</source>
        <translation>Alles Sichtbare auf der Karte auswählen</translation>
    </message>
    <message>
        <source>Pick the whole cluster</source>
        <translation>Die ganze Gruppe auswählen</translation>
    </message>
    <message>
        <source>Rename the cluster…</source>
        <translation>Die Gruppe umbenennen …</translation>
    </message>
    <message>
        <source>Path between the two picked items</source>
        <translation>Pfad zwischen den beiden ausgewählten Einträgen</translation>
    </message>
    <message>
        <source>Play the path</source>
        <translation>Den Pfad abspielen</translation>
    </message>
    <message>
        <source>Play sounds under the mouse</source>
        <translation>Klänge unter der Maus abspielen</translation>
    </message>
    <message>
        <source>Colour by cluster</source>
        <translation>Farbe nach Gruppe</translation>
    </message>
    <message>
        <source>Colour by kind</source>
        <translation>Farbe nach Art</translation>
    </message>
    <message>
        <source>Colour by folder</source>
        <translation>Farbe nach Ordner</translation>
    </message>
    <message>
        <source>Colour by date</source>
        <translation>Farbe nach Datum</translation>
    </message>
    <message>
        <source>Colour by tag</source>
        <translation>Farbe nach Schlagwort</translation>
    </message>
    <message>
        <source>Colour by similarity to the query</source>
        <translation>Farbe nach Ähnlichkeit zur Suche</translation>
    </message>
    <message>
        <source>Clusters as the zoom wants them</source>
        <translation>Gruppen, wie es der Ausschnitt will</translation>
    </message>
    <message>
        <source>A few large clusters</source>
        <translation>Wenige große Gruppen</translation>
    </message>
    <message>
        <source>Clusters of middle size</source>
        <translation>Gruppen mittlerer Größe</translation>
    </message>
    <message>
        <source>Many small clusters</source>
        <translation>Viele kleine Gruppen</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>in no cluster</source>
        <translation>in keiner Gruppe</translation>
    </message>
    <message>
        <source>without a tag</source>
        <translation>ohne Schlagwort</translation>
    </message>
    <message>
        <source>other</source>
        <translation>anderes</translation>
    </message>
    <message>
        <source>The map is empty.</source>
        <translation>Die Karte ist leer.</translation>
    </message>
    <message>
        <source>All of it is in view.</source>
        <translation>Alles ist zu sehen.</translation>
    </message>
    <message>
        <source>It is still settling.</source>
        <translation>Sie ordnet sich noch.</translation>
    </message>
    <message>
        <source>match {score} of 100</source>
        <translation>Treffer {score} von 100</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>ausgewählt</translation>
    </message>
    <message>
        <source>Items on the map: {count}.</source>
        <translation>Einträge auf der Karte: {count}.</translation>
    </message>
    <message>
        <source>Items on the map: {count}; clusters: {clusters}.</source>
        <translation>Einträge auf der Karte: {count}; Gruppen: {clusters}.</translation>
    </message>
    <message>
        <source>Nothing is in view; Home shows the whole map.</source>
        <translation>Nichts ist zu sehen; Pos1 zeigt die ganze Karte.</translation>
    </message>
    <message>
        <source>images {count}</source>
        <translation>Bilder {count}</translation>
    </message>
    <message>
        <source>sounds {count}</source>
        <translation>Klänge {count}</translation>
    </message>
    <message>
        <source>texts {count}</source>
        <translation>Texte {count}</translation>
    </message>
    <message>
        <source>In view: {kinds}.</source>
        <translation>Zu sehen: {kinds}.</translation>
    </message>
    <message>
        <source>Mostly {names}.</source>
        <translation>Vor allem {names}.</translation>
    </message>
    <message>
        <source>Likely matches, which glow: {count}.</source>
        <translation>Wahrscheinliche Treffer, die leuchten: {count}.</translation>
    </message>
    <message>
        <source>The best is in {cluster}.</source>
        <translation>Der beste ist in {cluster}.</translation>
    </message>
    <message>
        <source>Picked: {count}.</source>
        <translation>Ausgewählt: {count}.</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is cut short</source>
        <translation>sie ist abgeschnitten</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation>sie ist etwas anderes</translation>
    </message>
    <message>
        <source>it is the database of another program</source>
        <translation>es ist die Datenbank eines anderen Programms</translation>
    </message>
    <message>
        <source>it was opened for reading only</source>
        <translation>sie ist nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>its rows contradict one another</source>
        <translation>ihre Zeilen widersprechen einander</translation>
    </message>
    <message>
        <source>the file may not be changed</source>
        <translation>die Datei darf nicht geändert werden</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>es gibt keine solche Datei</translation>
    </message>
    <message>
        <source>it ends before its header says it does</source>
        <translation>es endet, bevor es nach seinem Kopf enden sollte</translation>
    </message>
    <message>
        <source>it ends in the middle of a block</source>
        <translation>es endet mitten in einem Block</translation>
    </message>
    <message>
        <source>it holds no samples</source>
        <translation>es enthält keine Abtastwerte</translation>
    </message>
    <message>
        <source>it holds no sound that can be decoded</source>
        <translation>es enthält keinen Klang, der sich lesen lässt</translation>
    </message>
    <message>
        <source>it is a pipe or a device, not a file</source>
        <translation>es ist eine Pipe oder ein Gerät, keine Datei</translation>
    </message>
    <message>
        <source>it is a pipe, a socket or a device, not a file</source>
        <translation>es ist eine Pipe, ein Socket oder ein Gerät, keine Datei</translation>
    </message>
    <message>
        <source>it was changed while it was being read</source>
        <translation>sie wurde geändert, während sie gelesen wurde</translation>
    </message>
    <message>
        <source>its header cannot be read</source>
        <translation>der Kopf ist nicht zu lesen</translation>
    </message>
    <message>
        <source>its letters are in no known encoding</source>
        <translation>die Buchstaben stehen in keiner bekannten Kodierung</translation>
    </message>
    <message>
        <source>its pixels cannot all be read</source>
        <translation>nicht alle Pixel sind zu lesen</translation>
    </message>
    <message>
        <source>its samples are in an unknown form</source>
        <translation>die Abtastwerte haben eine unbekannte Form</translation>
    </message>
    <message>
        <source>its samples cannot be read</source>
        <translation>die Abtastwerte sind nicht zu lesen</translation>
    </message>
    <message>
        <source>the end of the document is missing</source>
        <translation>das Ende des Dokuments fehlt</translation>
    </message>
    <message>
        <source>the file is named .docx but holds no Word document</source>
        <translation>die Datei heißt .docx, enthält aber kein Word-Dokument</translation>
    </message>
    <message>
        <source>the stretch asked for lies behind its end</source>
        <translation>der gefragte Abschnitt liegt hinter dem Ende</translation>
    </message>
    <message>
        <source>the system libraries for M4A and AAC sounds are missing (libpulse0)</source>
        <translation>die Systembibliotheken für M4A- und AAC-Klänge fehlen (libpulse0)</translation>
    </message>
    <message>
        <source>a filter such as kind:image has no weight</source>
        <translation>ein Filter wie kind:image hat kein Gewicht</translation>
    </message>
    <message>
        <source>a filter such as kind:image stands without + or - before it</source>
        <translation>vor einem Filter wie kind:image steht weder + noch -</translation>
    </message>
    <message>
        <source>behind NOT a weight says how much, so it stands without a minus</source>
        <translation>hinter NOT sagt ein Gewicht, wie sehr; es steht ohne Minus</translation>
    </message>
    <message>
        <source>there is nothing between the quotes</source>
        <translation>zwischen den Anführungszeichen steht nichts</translation>
    </message>
    <message>
        <source>it is no longer in the library</source>
        <translation>es ist nicht mehr in der Bibliothek</translation>
    </message>
    <message>
        <source>the model finds nothing in it to go by</source>
        <translation>das Modell findet darin keinen Anhalt</translation>
    </message>
    <message>
        <source>the part lies outside the file</source>
        <translation>der Teil liegt außerhalb der Datei</translation>
    </message>
    <message>
        <source>it is no longer there</source>
        <translation>sie ist nicht mehr da</translation>
    </message>
    <message>
        <source>you do not have permission to read it</source>
        <translation>Sie dürfen sie nicht lesen</translation>
    </message>
    <message>
        <source>its links lead in a circle</source>
        <translation>ihre Verweise führen im Kreis</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>ihr Name ist zu lang</translation>
    </message>
    <message>
        <source>the drive reports an error</source>
        <translation>das Laufwerk meldet einen Fehler</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>es ist keine Datei</translation>
    </message>
    <message>
        <source>the drive it is on has gone</source>
        <translation>das Laufwerk ist nicht mehr da</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>a CAF sound</source>
        <translation>ein CAF-Klang</translation>
    </message>
    <message>
        <source>a JPEG 2000 picture</source>
        <translation>ein JPEG-2000-Bild</translation>
    </message>
    <message>
        <source>a JPEG XL picture</source>
        <translation>ein JPEG-XL-Bild</translation>
    </message>
    <message>
        <source>a MIDI file</source>
        <translation>eine MIDI-Datei</translation>
    </message>
    <message>
        <source>a Photoshop document</source>
        <translation>ein Photoshop-Dokument</translation>
    </message>
    <message>
        <source>a PostScript document</source>
        <translation>ein PostScript-Dokument</translation>
    </message>
    <message>
        <source>a Speex recording</source>
        <translation>eine Speex-Aufnahme</translation>
    </message>
    <message>
        <source>a Windows Media file</source>
        <translation>eine Windows-Media-Datei</translation>
    </message>
    <message>
        <source>a data file</source>
        <translation>eine Datendatei</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>eine Datenbank</translation>
    </message>
    <message>
        <source>a font</source>
        <translation>eine Schrift</translation>
    </message>
    <message>
        <source>a presentation</source>
        <translation>eine Präsentation</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>ein Programm</translation>
    </message>
    <message>
        <source>a raw camera picture</source>
        <translation>ein Rohbild einer Kamera</translation>
    </message>
    <message>
        <source>a spreadsheet</source>
        <translation>eine Tabelle</translation>
    </message>
    <message>
        <source>a video</source>
        <translation>ein Video</translation>
    </message>
    <message>
        <source>an AMR recording</source>
        <translation>eine AMR-Aufnahme</translation>
    </message>
    <message>
        <source>an AU sound</source>
        <translation>ein AU-Klang</translation>
    </message>
    <message>
        <source>an OpenDocument file</source>
        <translation>eine OpenDocument-Datei</translation>
    </message>
    <message>
        <source>an RTF document</source>
        <translation>ein RTF-Dokument</translation>
    </message>
    <message>
        <source>an archive</source>
        <translation>ein Archiv</translation>
    </message>
    <message>
        <source>an icon</source>
        <translation>ein Symbol</translation>
    </message>
    <message>
        <source>an old Office document</source>
        <translation>ein altes Office-Dokument</translation>
    </message>
    <message>
        <source>an unknown kind of file</source>
        <translation>eine unbekannte Art von Datei</translation>
    </message>
</context>
<context>
    <name>suggestions</name>
    <message>
        <source>Answers that differ from one another</source>
        <translation>Antworten, die sich voneinander unterscheiden</translation>
    </message>
    <message>
        <source>More like what is picked</source>
        <translation>Mehr wie das Ausgewählte</translation>
    </message>
    <message>
        <source>Less like what is picked</source>
        <translation>Weniger wie das Ausgewählte</translation>
    </message>
    <message>
        <source>One of each of what is picked, or of all in view</source>
        <translation>Von jedem eins, vom Ausgewählten oder von allem Gezeigten</translation>
    </message>
    <message>
        <source>What you may also want beside what is picked</source>
        <translation>Was zum Ausgewählten vielleicht passt</translation>
    </message>
    <message>
        <source>Best first, varied</source>
        <translation>Beste zuerst, gemischt</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>By path</source>
        <translation>Nach Pfad</translation>
    </message>
    <message>
        <source>Most telling first</source>
        <translation>Typischste zuerst</translation>
    </message>
    <message>
        <source>Copies together</source>
        <translation>Kopien beisammen</translation>
    </message>
    <message>
        <source>Strangest first</source>
        <translation>Seltsamste zuerst</translation>
    </message>
    <message>
        <source>As added</source>
        <translation>Wie hinzugefügt</translation>
    </message>
    <message>
        <source>One of each</source>
        <translation>Von jedem eins</translation>
    </message>
    <message>
        <source>You may also want</source>
        <translation>Dazu passt vielleicht</translation>
    </message>
</context>
<context>
    <name>why</name>
    <message>
        <source>meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>The file has exactly this name.</source>
        <translation>Die Datei heißt genau so.</translation>
    </message>
    <message>
        <source>phrase</source>
        <translation>Wortlaut</translation>
    </message>
    <message>
        <source>The very phrase stands in it.</source>
        <translation>Der Wortlaut steht darin.</translation>
    </message>
    <message>
        <source>in the name</source>
        <translation>im Namen</translation>
    </message>
    <message>
        <source>All of the words stand in its name.</source>
        <translation>Alle Wörter stehen im Namen.</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>All of the words stand in it.</source>
        <translation>Alle Wörter stehen darin.</translation>
    </message>
    <message>
        <source>By its meaning.</source>
        <translation>Der Bedeutung nach.</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>Seite {number}</translation>
    </message>
    <message>
        <source>Unlike anything else here: what is nearest to it is alike by {closeness} on average, where {usual} is usual.</source>
        <translation>Anders als alles andere hier: Das Nächstliegende ist ihm im Mittel zu {closeness} ähnlich, üblich ist {usual}.</translation>
    </message>
    <message>
        <source>It comes nearest to {name}.</source>
        <translation>Am nächsten kommt ihm {name}.</translation>
    </message>
    <message>
        <source>alike by {closeness}</source>
        <translation>Ähnlichkeit {closeness}</translation>
    </message>
    <message>
        <source>best</source>
        <translation>beste</translation>
    </message>
    <message>
        <source>The best of these copies: it has the most pixels, seconds or words.</source>
        <translation>Die beste dieser Kopien: Sie hat die meisten Pixel, Sekunden oder Wörter.</translation>
    </message>
    <message>
        <source>Nearly the same as another one, which is better.</source>
        <translation>Fast dasselbe wie eine andere, die besser ist.</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>{s} s</source>
        <translation>{s} s</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} min {s} s</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} h {m} min</translation>
    </message>
</context>
</TS>
