ls --color /; echo 漢字テスト
